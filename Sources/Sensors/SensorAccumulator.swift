// SPDX-License-Identifier: Apache-2.0
import Readings

/// Turns a sensor's bytes into samples, and accounts for every byte that gave none.
///
/// Events do not depend on how the bytes were cut into reads. A line is judged once it is whole: at
/// its LF, at the byte behind a CR that is no LF, or at ``flush()``. The LF behind a CR belongs to
/// the sample, and so does a line's end that a pattern leaves over. Discarded bytes are reported
/// with the next sample, so that adjacent ones merge. Holds at most 1 KiB.
public struct SensorAccumulator: Sendable {
    /// The format it reads.
    public let format: SensorFormat
    /// Lines, or unfinished ones at a silence, that held something that is no reading; never falls.
    public private(set) var badLines = 0

    private let program: PatternProgram?
    private var buffer: [UInt8] = []
    private var bufferOffset = 0
    /// Whether the buffer begins where a line does; false while a line that was too long goes on.
    private var atLineStart = true
    private var lineIsBad = false
    private var pending: (offset: Int, length: Int, reason: SensorDiscardReason)?
    private var events: [SensorEvent] = []

    /// Starts at offset 0 with nothing read.
    public init(_ format: SensorFormat) {
        self.format = format
        program = format.program
    }

    /// Whether bytes wait for the rest of their line; then ``flush()`` is due once the line is
    /// silent.
    public var isPending: Bool { !buffer.isEmpty || pending != nil }

    /// Takes the next bytes and returns what has been settled by them.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> [SensorEvent] {
        for byte in bytes {
            if buffer.last == LineEnd.carriageReturn, byte != LineEnd.lineFeed { endLine() }
            buffer.append(byte)
            if byte == LineEnd.lineFeed {
                endLine()
            } else if buffer.count > format.lineLimit, byte != LineEnd.carriageReturn {
                overflow()
            }
        }
        return takeEvents()
    }

    /// Settles everything: the device has fallen silent, or the input has ended.
    public mutating func flush() -> [SensorEvent] {
        if let last = buffer.last, !LineEnd.contains(last) {
            let open = settleMatches(keepOpen: false)
            discard(upTo: open ?? buffer.count, reason: lineReason)
            discard(upTo: buffer.count, reason: .truncated)
            beginLine()
        } else {
            endLine()
        }
        releasePending()
        return takeEvents()
    }

    // MARK: Lines

    /// Why bytes of the current line go: a line that was too long stays so up to its end.
    private var lineReason: SensorDiscardReason { atLineStart ? .noise : format.overflowReason }

    private mutating func endLine() {
        _ = settleMatches(keepOpen: false)
        discard(upTo: buffer.count, reason: lineReason)
        beginLine()
    }

    private mutating func beginLine() {
        if lineIsBad { badLines += 1 }
        lineIsBad = false
        atLineStart = true
    }

    /// Makes room in a line that does not end: what might still become a match stays, up to half of
    /// the buffer.
    private mutating func overflow() {
        let open = settleMatches(keepOpen: true)
        let keep = max(open ?? buffer.count, buffer.count - format.lineLimit / 2)
        discard(upTo: keep, reason: format.overflowReason)
        atLineStart = false
    }

    // MARK: Matches

    /// Emits all matches in the buffer, in order, and removes them with what stands before them.
    ///
    /// With `keepOpen`, a match that more bytes might change stays. Returns where an open one
    /// begins, if any.
    private mutating func settleMatches(keepOpen: Bool) -> Int? {
        guard let program, !buffer.isEmpty else { return nil }
        var matcher = PatternMatcher(program, in: buffer, lineBegins: atLineStart)
        var settled = 0
        var open: Int?
        while settled < buffer.count {
            let search = matcher.search(from: settled)
            open = search.openStart
            guard let match = search.match, !(keepOpen && open != nil) else { break }
            let end = endOfSample(match.range.upperBound)
            take(match, from: settled, upTo: end)
            settled = end
            open = nil
        }
        remove(settled)
        return open.map { $0 - settled }
    }

    /// A match's end, moved behind the line's end when nothing else is left.
    private func endOfSample(_ end: Int) -> Int {
        buffer[end...].allSatisfy(LineEnd.contains) ? buffer.count : end
    }

    private mutating func take(_ match: PatternSearch.Match, from start: Int, upTo end: Int) {
        guard let values = values(of: match) else { return note(start..<end, reason: lineReason) }
        note(start..<match.range.lowerBound, reason: lineReason)
        releasePending()
        let raw = Array(buffer[match.range.lowerBound..<end])
        let offset = bufferOffset + match.range.lowerBound
        events.append(.sample(SensorSample(offset: offset, raw: raw, values: values)))
    }

    /// The values of a match; `nil` when one of them is no number, or none that this sensor can
    /// mean.
    private func values(of match: PatternSearch.Match) -> [SensorValue]? {
        var values: [SensorValue] = []
        for (name, range) in zip(format.valueNames, match.groups) {
            guard let range else { continue }
            guard let number = FixedPoint(decimal: buffer[range]) else { return nil }
            values.append(SensorValue(name: name, number: number))
        }
        guard case .mb7060 = format else { return values }
        switch values.first?.number.mantissa {
        case 765: return []
        case .some(20...764): return values
        default: return nil
        }
    }

    // MARK: Accounting

    private mutating func discard(upTo end: Int, reason: SensorDiscardReason) {
        note(0..<min(end, buffer.count), reason: reason)
        remove(min(end, buffer.count))
    }

    private mutating func remove(_ count: Int) {
        buffer.removeFirst(count)
        bufferOffset += count
    }

    /// Adds bytes of the buffer to the stretch that is being discarded.
    private mutating func note(_ range: Range<Int>, reason: SensorDiscardReason) {
        guard !range.isEmpty else { return }
        if !buffer[range].allSatisfy(LineEnd.contains) { lineIsBad = true }
        if let open = pending, open.reason == reason {
            pending = (open.offset, open.length + range.count, reason)
            return
        }
        releasePending()
        pending = (bufferOffset + range.lowerBound, range.count, reason)
    }

    private mutating func releasePending() {
        guard let open = pending else { return }
        events.append(.discarded(offset: open.offset, length: open.length, reason: open.reason))
        pending = nil
    }

    private mutating func takeEvents() -> [SensorEvent] {
        defer { events.removeAll() }
        return events
    }
}
