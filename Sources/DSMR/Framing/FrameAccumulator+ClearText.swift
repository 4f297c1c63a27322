// SPDX-License-Identifier: Apache-2.0

// Finding and trying telegrams in clear.
extension FrameAccumulator {
    /// Looks for clear telegrams in the bytes before `limit`; `true` when a decision was made.
    mutating func searchClear(limit: Int, isLast: Bool, _ judge: inout some FrameJudge)
        -> Bool
    {
        while true {
            guard let waiting = clear else {
                guard clearScan < limit else { return false }
                guard let slash = window.find(ASCII.slash, from: clearScan, to: limit) else {
                    clearScan = limit
                    return false
                }
                clearScan = slash
                switch headerLine(at: slash, limit: limit) {
                case .needsMore where !isLast: return false
                case .nothing, .needsMore: clearScan += 1
                case .found(let header):
                    clear = ClearCandidate(start: slash, headerEnd: window.offset(header))
                }
                continue
            }
            return searchEnd(of: waiting, limit: limit, isLast: isLast, &judge)
        }
    }

    func headerLine(at offset: Int, limit: Int) -> ClearCandidate.Finding {
        ClearCandidate.headerLine(
            window.bytes.span, from: window.index(offset), limit: window.index(limit))
    }

    mutating func searchEnd(
        of waiting: ClearCandidate, limit: Int, isLast: Bool, _ judge: inout some FrameJudge
    ) -> Bool {
        var next = waiting.scan
        if next == waiting.headerEnd, next < limit {
            switch ClearCandidate.sealedEnvelope(
                window.bytes.span, from: window.index(next), limit: window.index(limit))
            {
            case .needsMore where !isLast: return false
            case .found(let announced):
                let length = window.offset(announced) - waiting.start
                fail(
                    Discarded(
                        offset: waiting.start, length: min(length, FrameAccumulator.frameLimit),
                        reason: .unsupported,
                        detail: "a sealed frame in a text envelope"))
                (clear, clearScan) = (nil, next + 1)
                return true
            default: break
            }
        }
        while next < limit {
            let byte = window[next]
            if byte == ASCII.mark {
                switch ClearCandidate.tail(
                    window.bytes.span, mark: window.index(next), limit: window.index(limit),
                    isLast: isLast)
                {
                case .needsMore:
                    clear?.scan = next
                    return false
                case .found(let found):
                    let end = window.offset(found)
                    guard end - waiting.start > FrameAccumulator.frameLimit else {
                        complete(waiting, end: end, &judge)
                        return true
                    }
                    fail(
                        Discarded(
                            offset: waiting.start, length: end - waiting.start, reason: .oversize))
                    (clear, clearScan) = (nil, end)
                    return true
                case .nothing: break
                }
            } else if byte == ASCII.slash {
                switch headerLine(at: next, limit: limit) {
                case .needsMore where !isLast:
                    clear?.scan = next
                    return false
                case .found(let header):
                    fail(
                        Discarded(
                            offset: waiting.start, length: next - waiting.start, reason: .truncated)
                    )
                    clear = ClearCandidate(start: next, headerEnd: window.offset(header))
                    return true
                case .nothing, .needsMore: break
                }
            }
            next += 1
            if next - waiting.start > FrameAccumulator.frameLimit {
                fail(
                    Discarded(
                        offset: waiting.start, length: next - waiting.start, reason: .oversize))
                (clear, clearScan) = (nil, next)
                return true
            }
        }
        clear?.scan = next
        return false
    }

    mutating func complete(
        _ waiting: ClearCandidate, end: Int, _ judge: inout some FrameJudge
    ) {
        switch judge.examine(
            clear: window.bytes.span.extracting(window.range(waiting.start, end)),
            offset: waiting.start)
        {
        case .accepted: accept(waiting.start, end)
        case .refused(let reason, let detail):
            fail(
                Discarded(
                    offset: waiting.start, length: end - waiting.start, reason: reason,
                    detail: detail))
            // What began it may have been a slash of noise, or a header line cut off, before the
            // true one.
            (clear, clearScan) = (nil, waiting.start + 1)
        }
    }
}
