// SPDX-License-Identifier: Apache-2.0

// Finding and trying sealed frames.
extension FrameAccumulator {
    /// Makes one decision; `false` when the next one needs more bytes.
    mutating func step(_ judge: inout some FrameJudge) -> Bool {
        let due = live.indices.min { (live[$0].end, $0) < (live[$1].end, $1) }
        let limit = min(window.end, due.map { live[$0].end } ?? .max)
        let found = nextSealedStart(limit: limit)
        // The clear-text search goes exactly as far as the bytes that the sealed decision has used.
        let known =
            switch found {
            case .header(let header), .oversize(let header): sealedScan + header.payloadStart
            case .malformed(_, let seen): sealedScan + seen
            case .nothing, .needsMore, nil: limit
            }
        if searchClear(limit: min(known, heldText), isLast: false, &judge) { return true }
        guard let found else {
            guard let due, live[due].end == limit else { return false }
            complete(due, &judge)
            return true
        }
        switch found {
        case .header(let header):
            if acceptAtOnce(header, &judge) { return true }
            register(header)
        case .malformed(let announced, _):
            fail(Discarded(offset: sealedScan, length: announced, reason: .badHeader))
        case .oversize(let header):
            fail(
                Discarded(
                    offset: sealedScan, length: min(header.total, FrameAccumulator.frameLimit),
                    reason: .oversize, header: header))
        case .nothing, .needsMore: break
        }
        sealedScan += 1
        return true
    }

    /// Where the first waiting frame begins that holds a telegram in clear (security control 10 or
    /// 00).
    ///
    /// The clear-text search stops there: that telegram belongs to the frame, and is looked at
    /// alone only if the frame proves false. In ciphertext there is no telegram, so a waiting frame
    /// of any other kind may well be a false one.
    var heldText: Int {
        for candidate in live where !candidate.header.control.isEncrypted {
            let text = candidate.start + candidate.header.payloadStart
            guard text < window.end else { return text }
            let byte = window[text]
            if byte == ASCII.slash || ASCII.isLineEnd(byte) { return text }
        }
        return .max
    }

    /// Moves `sealedScan` to the next start of a sealed frame that can be judged by the bytes
    /// before `limit`.
    mutating func nextSealedStart(limit: Int) -> SealedHeader.Finding? {
        while sealedScan < limit {
            guard let at = window.find(0xDB, from: sealedScan, to: limit) else {
                sealedScan = limit
                return nil
            }
            sealedScan = at
            let finding = SealedHeader.judge(
                window.bytes.span, from: window.index(at), limit: window.index(limit),
                maximum: FrameAccumulator.frameLimit)
            switch finding {
            case .needsMore: return nil
            case .nothing: sealedScan += 1
            default: return finding
            }
        }
        return nil
    }

    /// Tries a frame that has come whole, to spare the search through its ciphertext; `true` when
    /// its seal proves it.
    ///
    /// Its turn comes at its end, behind all that is inside it; but in genuine ciphertext there is
    /// nothing genuine. When it is not proved, or its text is in clear, it waits for that turn like
    /// any other.
    mutating func acceptAtOnce(_ header: SealedHeader, _ judge: inout some FrameJudge)
        -> Bool
    {
        let candidate = SealedCandidate(start: sealedScan, header: header)
        guard header.control.isEncrypted, live.isEmpty, clear == nil, candidate.end <= window.end,
            examine(candidate, &judge) == .accepted(isProved: true)
        else { return false }
        accept(candidate.start, candidate.end)
        return true
    }

    func examine(_ candidate: SealedCandidate, _ judge: inout some FrameJudge) -> FrameVerdict {
        judge.examine(
            sealed: candidate.header,
            frame: window.bytes.span.extracting(window.range(candidate.start, candidate.end)),
            offset: candidate.start)
    }

    mutating func register(_ header: SealedHeader) {
        let start = sealedScan
        if live.count == FrameAccumulator.depth,
            let last = live.indices.max(by: { live[$0].end < live[$1].end })
        {
            cutOff(live.remove(at: last))
        }
        live.append(SealedCandidate(start: start, header: header))
    }

    mutating func cutOff(_ candidate: SealedCandidate) {
        fail(
            Discarded(
                offset: candidate.start, length: candidate.header.total, reason: .truncated,
                header: candidate.header))
    }

    mutating func complete(_ index: Int, _ judge: inout some FrameJudge) {
        let candidate = live[index]
        if showsTextToBeFree(candidate, &judge) { return }
        switch examine(candidate, &judge) {
        case .accepted: accept(candidate.start, candidate.end)
        case .refused(let reason, let detail):
            live.remove(at: index)
            fail(
                Discarded(
                    offset: candidate.start, length: candidate.header.total, reason: reason,
                    header: candidate.header, detail: detail))
        }
    }

    /// Whether a genuine frame inside others that hold back text in clear shows them to be false:
    /// they are given up, and the text before the frame is searched before its turn comes again.
    mutating func showsTextToBeFree(_ inner: SealedCandidate, _ judge: inout some FrameJudge)
        -> Bool
    {
        func holdsText(_ outer: SealedCandidate) -> Bool {
            outer.start < inner.start && !outer.header.control.isEncrypted
        }
        guard live.contains(where: holdsText),
            judge.accepts(
                sealed: inner.header,
                frame: window.bytes.span.extracting(window.range(inner.start, inner.end)))
        else { return false }
        for outer in live where holdsText(outer) { cutOff(outer) }
        live.removeAll(where: holdsText)
        return true
    }
}
