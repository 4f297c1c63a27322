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

    // Every position below is a stream offset. Only this type's own files touch these.
    var window = ByteWindow(room: firstCapacity, limit: capacity)
    var sealedScan = 0
    var clearScan = 0
    var live: [SealedCandidate] = []
    var clear: ClearCandidate?
    var failed: [Discarded] = []
    var told = 0
    var events: [FramingEvent] = []
    var nextEvent = 0
    var isSilent = false

    /// Makes an empty accumulator and its buffer.
    public init() {
        live.reserveCapacity(FrameAccumulator.depth + 1)
        failed.reserveCapacity(16)
        events.reserveCapacity(16)
    }

    /// How many bytes at the end of the stream are noise for certain but not yet reported, because
    /// more may follow.
    public var pendingNoise: Int { max(0, (failed.first?.offset ?? settled) - told) }

    /// How many bytes at the end of the stream wait for more: for the rest of an unfinished candidate,
    /// or for the end of what a head announced that was refused.
    public var pendingBytes: Int { window.end - min(settled, failed.first?.offset ?? .max) }

    /// Where the earliest candidate that still waits will end, in bytes from now; `nil` when none
    /// waits.
    public var missingBytes: Int? { live.map { $0.end - window.end }.min() }

    /// Takes up to ``appendLimit`` bytes; call ``next(_:)`` until it returns `nil` before the next
    /// append.
    public mutating func append(_ chunk: Span<UInt8>) {
        precondition(chunk.count <= FrameAccumulator.appendLimit, "append takes 4 KiB at a time")
        window.append(chunk, keepingFrom: settled)
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
