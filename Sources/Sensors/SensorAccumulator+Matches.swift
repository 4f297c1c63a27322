// SPDX-License-Identifier: Apache-2.0
import Readings

// What a pattern finds in the buffer.
extension SensorAccumulator {
    /// All matches in the buffer, in order, with the line's end behind the last one, and where an
    /// open one begins, if any.
    ///
    /// With `keepOpen`, a match that more bytes might change is none yet, nor what follows it. A line
    /// whose search takes too many steps has no match at all.
    func search(keepOpen: Bool) -> (matches: [PatternSearch.Match], open: Int?) {
        guard let program, !buffer.isEmpty else { return ([], nil) }
        var matcher = PatternMatcher(program, in: buffer, lineBegins: atLineStart)
        var matches: [PatternSearch.Match] = []
        var settled = 0
        while settled < buffer.count {
            guard let search = matcher.search(from: settled) else { return ([], nil) }
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
    mutating func settle(_ matches: [PatternSearch.Match]) -> Int {
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
}
