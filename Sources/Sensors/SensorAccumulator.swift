// SPDX-License-Identifier: Apache-2.0
import Readings

/// Turns a sensor's bytes into samples, and accounts for every byte that gave none.
///
/// Events do not depend on how the bytes were cut into reads. A line is judged once it is whole: at
/// its CR or LF, or at ``flush()``; only where a pattern wants the LF behind a CR, at the next byte.
/// Its values are there at once, for ``takeValues()``. Its event follows when it is known
/// what belongs to it: the LF behind a CR does, and so does a line's end that a pattern leaves over.
/// Discarded bytes are reported with the next sample, so that adjacent ones merge. Holds at most
/// 1 KiB, and the values of the bytes it was given last.
public struct SensorAccumulator: Sendable {
    /// The format it reads.
    public let format: SensorFormat
    /// Lines, or unfinished ones at a silence, that held something that is no reading; never falls.
    public private(set) var badLines = 0

    // What follows is for this type's own files.
    let program: PatternProgram?
    var buffer: [UInt8] = []
    var bufferOffset = 0
    /// Whether the buffer begins where a line does; false while a line that was too long goes on.
    var atLineStart = true
    var pending: (offset: Int, length: Int, reason: SensorDiscardReason)?
    var events: [SensorEvent] = []
    var values: [[SensorValue]] = []
    /// Whether the last byte was a CR that ended its line; an LF behind it belongs to the same end.
    var endedByReturn = false
    /// The sample that ended with that CR.
    var held: SensorSample?
    private var lineIsBad = false

    /// Starts at offset 0 with nothing read.
    public init(_ format: SensorFormat) {
        self.format = format
        program = format.program
    }

    /// Whether bytes wait for the rest of their line; then ``flush()`` is due once the line is
    /// silent.
    public var isPending: Bool { !buffer.isEmpty || pending != nil || held != nil }

    /// Takes the next bytes and returns what has been settled by them.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> [SensorEvent] {
        values.removeAll()
        for byte in bytes {
            if endedByReturn, completeEnd(byte) { continue }
            if buffer.last == LineEnd.carriageReturn, byte != LineEnd.lineFeed { endLine() }
            buffer.append(byte)
            if byte == LineEnd.lineFeed {
                endLine()
            } else if byte == LineEnd.carriageReturn {
                endLineByReturn()
            } else if buffer.count > format.lineLimit {
                overflow()
            }
        }
        return takeEvents()
    }

    /// The values of each sample that the latest ``append(_:)`` or ``flush()`` read, told once.
    ///
    /// Those of a line that ends with CR are there before it is known whether an LF follows.
    public mutating func takeValues() -> [[SensorValue]] {
        defer { values.removeAll() }
        return values
    }

    /// Settles everything: the device has fallen silent, or the input has ended.
    public mutating func flush() -> [SensorEvent] {
        values.removeAll()
        _ = completeEnd(nil)
        if let last = buffer.last, !LineEnd.contains(last) {
            let found = search(keepOpen: false)
            let settled = settle(found.matches)
            discard(upTo: found.open.map { $0 - settled } ?? buffer.count, reason: lineReason)
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
    var lineReason: SensorDiscardReason { atLineStart ? .noise : format.overflowReason }

    private mutating func endLine() {
        settle(search(keepOpen: false).matches)
        discard(upTo: buffer.count, reason: lineReason)
        beginLine()
    }

    mutating func beginLine() {
        if lineIsBad { badLines += 1 }
        lineIsBad = false
        atLineStart = true
    }

    /// Makes room in a line that does not end: what might still become a match stays, up to half of
    /// the buffer.
    private mutating func overflow() {
        let found = search(keepOpen: true)
        let settled = settle(found.matches)
        let keep = max(
            found.open.map { $0 - settled } ?? buffer.count, buffer.count - format.lineLimit / 2)
        discard(upTo: keep, reason: format.overflowReason)
        atLineStart = false
    }

    // MARK: Accounting

    mutating func discard(upTo end: Int, reason: SensorDiscardReason) {
        note(0..<min(end, buffer.count), reason: reason)
        remove(min(end, buffer.count))
    }

    mutating func remove(_ count: Int) {
        buffer.removeFirst(count)
        bufferOffset += count
    }

    /// Adds bytes of the buffer to the stretch that is being discarded.
    mutating func note(_ range: Range<Int>, reason: SensorDiscardReason) {
        guard !range.isEmpty else { return }
        if !buffer[range].allSatisfy(LineEnd.contains) { lineIsBad = true }
        if let open = pending, open.reason == reason {
            pending = (open.offset, open.length + range.count, reason)
            return
        }
        releasePending()
        pending = (bufferOffset + range.lowerBound, range.count, reason)
    }

    mutating func releasePending() {
        guard let open = pending else { return }
        events.append(.discarded(offset: open.offset, length: open.length, reason: open.reason))
        pending = nil
    }

    private mutating func takeEvents() -> [SensorEvent] {
        defer { events.removeAll() }
        return events
    }
}
