// SPDX-License-Identifier: Apache-2.0
import Readings

/// Turns a sensor's bytes into samples, and accounts for every byte that gave none.
///
/// Events do not depend on how the bytes were cut into reads. A line is judged once it is whole: at
/// its CR or LF, or at ``flush()``; only where a pattern wants the LF behind a CR, at the next byte.
/// Its values are there at once, for ``takeValues()``. Its event follows when it is known
/// what belongs to it: the LF behind a CR does, and so does a line's end that a pattern leaves over.
/// Discarded bytes are reported with the next sample, so that adjacent ones merge. Holds at most
/// 1 KiB.
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
    private var values: [[SensorValue]] = []
    /// Whether the last byte was a CR that ended its line; an LF behind it belongs to the same end.
    private var endedByReturn = false
    /// The sample that ended with that CR.
    private var held: SensorSample?

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

    /// The values of each sample since the last call: of a line that ends with CR before it is known
    /// whether an LF follows.
    public mutating func takeValues() -> [[SensorValue]] {
        defer { values.removeAll() }
        return values
    }

    /// Settles everything: the device has fallen silent, or the input has ended.
    public mutating func flush() -> [SensorEvent] {
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
    private var lineReason: SensorDiscardReason { atLineStart ? .noise : format.overflowReason }

    private mutating func endLine() {
        settle(search(keepOpen: false).matches)
        discard(upTo: buffer.count, reason: lineReason)
        beginLine()
    }

    /// Ends the line at the CR just read, unless an LF behind it would change what the line says.
    private mutating func endLineByReturn() {
        let matches = search(keepOpen: false).matches
        buffer.append(LineEnd.lineFeed)
        let others = search(keepOpen: false).matches
        buffer.removeLast()
        let isSame = matches.elementsEqual(others) {
            $0.groups == $1.groups && $0.range == $1.range.clamped(to: 0..<buffer.count)
        }
        guard isSame else { return }
        settle(matches)
        discard(upTo: buffer.count, reason: lineReason)
        beginLine()
        endedByReturn = true
        guard pending == nil, case .sample(let sample) = events.last else { return }
        events.removeLast()
        held = sample
    }

    /// Completes the end of a line that ended by CR; whether the byte is an LF, and so its second
    /// half.
    private mutating func completeEnd(_ byte: UInt8?) -> Bool {
        let isFeed = endedByReturn && byte == LineEnd.lineFeed
        endedByReturn = false
        if isFeed { bufferOffset += 1 }
        if let sample = held {
            held = nil
            let raw = isFeed ? sample.raw + [LineEnd.lineFeed] : sample.raw
            events.append(
                .sample(SensorSample(offset: sample.offset, raw: raw, values: sample.values)))
        } else if isFeed, let open = pending {
            pending = (open.offset, open.length + 1, open.reason)
        }
        return isFeed
    }

    private mutating func beginLine() {
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

    // MARK: Matches

    /// All matches in the buffer, in order, with the line's end behind the last one, and where an
    /// open one begins, if any.
    ///
    /// With `keepOpen`, a match that more bytes might change is none yet, nor what follows it.
    private func search(keepOpen: Bool) -> (matches: [PatternSearch.Match], open: Int?) {
        guard let program, !buffer.isEmpty else { return ([], nil) }
        var matcher = PatternMatcher(program, in: buffer, lineBegins: atLineStart)
        var matches: [PatternSearch.Match] = []
        var settled = 0
        while settled < buffer.count {
            let search = matcher.search(from: settled)
            guard var match = search.match, !(keepOpen && search.openStart != nil) else {
                return (matches, search.openStart)
            }
            settled = endOfSample(match.range.upperBound)
            match.range = match.range.lowerBound..<settled
            matches.append(match)
        }
        return (matches, nil)
    }

    /// Emits matches and removes them with what stands before them; how many bytes that were.
    @discardableResult
    private mutating func settle(_ matches: [PatternSearch.Match]) -> Int {
        var settled = 0
        for match in matches {
            take(match, from: settled)
            settled = match.range.upperBound
        }
        remove(settled)
        return settled
    }

    /// A match's end, moved behind the line's end when nothing else is left.
    private func endOfSample(_ end: Int) -> Int {
        buffer[end...].allSatisfy(LineEnd.contains) ? buffer.count : end
    }

    private mutating func take(_ match: PatternSearch.Match, from start: Int) {
        let end = match.range.upperBound
        guard let read = values(of: match) else { return note(start..<end, reason: lineReason) }
        note(start..<match.range.lowerBound, reason: lineReason)
        releasePending()
        let raw = Array(buffer[match.range])
        let offset = bufferOffset + match.range.lowerBound
        events.append(.sample(SensorSample(offset: offset, raw: raw, values: read)))
        values.append(read)
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
