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
                guard let slash = find(ASCII.slash, from: clearScan, to: limit) else {
                    clearScan = limit
                    return false
                }
                clearScan = slash
                switch ClearCandidate.headerLine(
                    bytes.span, from: slash - base, limit: limit - base)
                {
                case .needsMore where !isLast: return false
                case .nothing, .needsMore: clearScan += 1
                case .found(let header):
                    clear = ClearCandidate(start: slash, headerEnd: header + base)
                }
                continue
            }
            return searchEnd(of: waiting, limit: limit, isLast: isLast, &judge)
        }
    }

    mutating func searchEnd(
        of waiting: ClearCandidate, limit: Int, isLast: Bool, _ judge: inout some FrameJudge
    ) -> Bool {
        var next = waiting.scan
        if next == waiting.headerEnd, next < limit {
            switch ClearCandidate.sealedEnvelope(bytes.span, from: next - base, limit: limit - base)
            {
            case .needsMore where !isLast: return false
            case .found(let announced):
                let length = announced + base - waiting.start
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
            let byte = bytes[next - base]
            if byte == ASCII.mark {
                switch ClearCandidate.tail(
                    bytes.span, mark: next - base, limit: limit - base, isLast: isLast)
                {
                case .needsMore:
                    clear?.scan = next
                    return false
                case .found(let end) where end + base - waiting.start > FrameAccumulator.frameLimit:
                    fail(
                        Discarded(
                            offset: waiting.start, length: end + base - waiting.start,
                            reason: .oversize))
                    (clear, clearScan) = (nil, end + base)
                    return true
                case .found(let end):
                    complete(waiting, end: end + base, &judge)
                    return true
                case .nothing: break
                }
            } else if byte == ASCII.slash {
                switch ClearCandidate.headerLine(bytes.span, from: next - base, limit: limit - base)
                {
                case .needsMore where !isLast:
                    clear?.scan = next
                    return false
                case .found(let header):
                    fail(
                        Discarded(
                            offset: waiting.start, length: next - waiting.start, reason: .truncated)
                    )
                    clear = ClearCandidate(start: next, headerEnd: header + base)
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
            clear: bytes.span.extracting(range(waiting.start, end)), offset: waiting.start)
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
