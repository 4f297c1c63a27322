// SPDX-License-Identifier: Apache-2.0

/// Finds the frames in a byte stream, however it is cut into reads, and accounts for every byte of
/// it.
///
/// Nothing in a stream marks a frame for certain, so every possible start is tried and none is
/// trusted: a candidate that proves false costs one byte, not its announced length. Candidates
/// complete in the order of their ends; a complete inner frame that proves true wins over an outer
/// one that still waits for bytes. Because each decision depends on bytes only, never on when they
/// came, any cut into reads gives the same events.
///
/// Memory is bounded: 37 KiB, of which frames of usual size need five. Time is linear: at most
/// ``depth`` sealed candidates and the head of one more overlap, one that came whole may be tried
/// twice, and one inside a frame whose text is in clear as well, so each byte goes to the judge
/// twice that often at most; the clear-text search begins again inside a header line only, where a
/// slash may stand every four bytes.
public struct FrameAccumulator: Sendable {
    /// The longest frame taken, in bytes; the longest the Luxembourg list allows has 11,825.
    public static let frameLimit = 16 * 1_024
    /// How many sealed candidates may wait for their ends at the same time; one more pushes out the
    /// one that ends last of those before it.
    ///
    /// So heads that announce much can neither push out the true frame around them nor the one
    /// behind them. A true frame has a chance of one in 100,000 a byte to contain even one head
    /// that looks right; with as many as this inside it, all ending before it does, it would be
    /// lost.
    public static let depth = 32
    /// The most bytes that one ``append(_:)`` takes.
    public static let appendLimit = 4 * 1_024

    static let capacity = 2 * frameLimit + appendLimit + 1_024
    /// What the buffer begins with.
    private static let firstCapacity = appendLimit + 1_024

    struct Candidate: Sendable {
        var start: Int
        var header: SealedHeader
        var end: Int { start + header.total }
    }

    // Every position below is a stream offset; `bytes[0]` stands at `base`. Only this type's own
    // files touch these.
    var bytes: [UInt8]
    var base = 0
    var end = 0
    var sealedScan = 0
    var clearScan = 0
    var live: [Candidate] = []
    var clear: ClearCandidate?
    var failed: [Discarded] = []
    var told = 0
    var events: [FramingEvent] = []
    var nextEvent = 0
    var isSilent = false

    /// Makes an empty accumulator and its buffer.
    public init() {
        bytes = [UInt8](repeating: 0, count: FrameAccumulator.firstCapacity)
        live.reserveCapacity(FrameAccumulator.depth + 1)
        failed.reserveCapacity(16)
        events.reserveCapacity(16)
    }

    /// How many bytes at the end of the stream are noise for certain but not yet reported, because
    /// more may follow.
    public var pendingNoise: Int { max(0, (failed.first?.offset ?? settled) - told) }

    /// How many bytes at the end of the stream wait for more: for the rest of an unfinished candidate,
    /// or for the end of what a head announced that was refused.
    public var pendingBytes: Int { end - min(settled, failed.first?.offset ?? .max) }

    /// Where the earliest candidate that still waits will end, in bytes from now; `nil` when none
    /// waits.
    public var missingBytes: Int? { live.map { $0.end - end }.min() }

    /// Takes up to ``appendLimit`` bytes; call ``next(_:)`` until it returns `nil` before the next
    /// append.
    public mutating func append(_ chunk: Span<UInt8>) {
        precondition(chunk.count <= FrameAccumulator.appendLimit, "append takes 4 KiB at a time")
        let keep = settled
        if keep == end {
            base = end
        } else if end - base + chunk.count > bytes.count {
            makeRoom(for: chunk.count, keeping: end - keep)
        }
        let at = end - base
        unsafe chunk.withUnsafeBytes { source in
            unsafe bytes.withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[at...]).copyMemory(from: source)
            }
        }
        end += chunk.count
    }

    /// Moves what has no verdict yet to the front, into a larger buffer where it would fill more than
    /// half of this one with what comes: so that it is moved seldom.
    private mutating func makeRoom(for new: Int, keeping count: Int) {
        var size = bytes.count
        while count + new > size / 2, size < FrameAccumulator.capacity {
            size = min(2 * size, FrameAccumulator.capacity)
        }
        if size > bytes.count { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        let from = end - count - base
        unsafe bytes.withUnsafeMutableBytes {
            unsafe $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[from..<from + count]))
        }
        base = end - count
    }

    /// Says that the line fell silent or the stream ended: what is incomplete stays so, and no byte
    /// waits any longer.
    public mutating func gap() { isSilent = true }

    /// The next event in stream order, or `nil` when more bytes are needed.
    public mutating func next(_ judge: inout some FrameJudge) -> FramingEvent? {
        while true {
            if nextEvent < events.count {
                defer { nextEvent += 1 }
                return events[nextEvent]
            }
            if !events.isEmpty { events.removeAll(keepingCapacity: true) }
            nextEvent = 0
            if step(&judge) { continue }
            tellSettled()
            if isSilent, events.isEmpty { finish(&judge) }
            if events.isEmpty { return nil }
        }
    }

    /// Everything before this offset has its verdict.
    var settled: Int {
        min(sealedScan, clear?.start ?? clearScan, live.first?.start ?? .max)
    }
}

// Finding and trying candidates.
extension FrameAccumulator {
    /// Makes one decision; `false` when the next one needs more bytes.
    mutating func step(_ judge: inout some FrameJudge) -> Bool {
        let due = live.indices.min { (live[$0].end, $0) < (live[$1].end, $1) }
        let limit = min(end, due.map { live[$0].end } ?? .max)
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
            guard text < end else { return text }
            let byte = bytes[text - base]
            if byte == ASCII.slash || ASCII.isLineEnd(byte) { return text }
        }
        return .max
    }

    /// Moves `sealedScan` to the next start of a sealed frame that can be judged by the bytes
    /// before `limit`.
    mutating func nextSealedStart(limit: Int) -> SealedHeader.Finding? {
        while sealedScan < limit {
            guard let at = find(0xDB, from: sealedScan, to: limit) else {
                sealedScan = limit
                return nil
            }
            sealedScan = at
            let finding = SealedHeader.judge(
                bytes.span, from: at - base, limit: limit - base,
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
        let candidate = Candidate(start: sealedScan, header: header)
        guard header.control.isEncrypted, live.isEmpty, clear == nil, candidate.end <= end,
            examine(candidate, &judge) == .accepted(isProved: true)
        else { return false }
        accept(candidate.start, candidate.end)
        return true
    }

    func examine(_ candidate: Candidate, _ judge: inout some FrameJudge) -> FrameVerdict {
        judge.examine(
            sealed: candidate.header,
            frame: bytes.span.extracting(range(candidate.start, candidate.end)),
            offset: candidate.start)
    }

    mutating func register(_ header: SealedHeader) {
        let start = sealedScan
        if live.count == FrameAccumulator.depth,
            let last = live.indices.max(by: { live[$0].end < live[$1].end })
        {
            cutOff(live.remove(at: last))
        }
        live.append(Candidate(start: start, header: header))
    }

    mutating func cutOff(_ candidate: Candidate) {
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
    mutating func showsTextToBeFree(_ inner: Candidate, _ judge: inout some FrameJudge) -> Bool {
        func holdsText(_ outer: Candidate) -> Bool {
            outer.start < inner.start && !outer.header.control.isEncrypted
        }
        guard live.contains(where: holdsText),
            judge.accepts(
                sealed: inner.header, frame: bytes.span.extracting(range(inner.start, inner.end)))
        else { return false }
        for outer in live where holdsText(outer) { cutOff(outer) }
        live.removeAll(where: holdsText)
        return true
    }

    func range(_ start: Int, _ end: Int) -> Range<Int> { (start - base)..<(end - base) }

    /// The offset of the first such byte in a stretch.
    func find(_ byte: UInt8, from: Int, to: Int) -> Int? {
        ByteSearch.first(byte, in: bytes.span, from: from - base, to: to - base).map { $0 + base }
    }
}
