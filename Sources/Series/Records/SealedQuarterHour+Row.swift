// SPDX-License-Identifier: Apache-2.0
import Readings

// What a record and a row have in common.
extension SealedQuarterHour {
    /// How many fields of the line come before the registers.
    private static let head = 9

    /// Whether a row says what was written down, whatever number of zeros ends its decimals.
    public func says(_ row: SeriesRow) -> Bool {
        let line = SealedQuarterHour.text(row)
        if line == text { return true }
        let (ours, theirs) = (fields(text), fields(line))
        return ours.count == theirs.count
            && zip(ours, theirs).enumerated().allSatisfy { index, pair in
                index < SealedQuarterHour.head
                    ? pair.0 == pair.1 : plain(pair.0) == plain(pair.1)
            }
    }

    /// Whether a row is what was written down with telegrams added: there are more of them, and
    /// every register begins as it did.
    public func isBeginning(of row: SeriesRow) -> Bool {
        let (ours, theirs) = (fields(text), fields(SealedQuarterHour.text(row)))
        guard ours.count >= SealedQuarterHour.head, ours[..<4] == theirs[..<4],
            let telegrams = Int(ours[5]), telegrams < row.telegrams
        else { return false }
        let begun = Set(theirs[SealedQuarterHour.head...].map { plain($0).prefix(2) })
        return ours[SealedQuarterHour.head...].allSatisfy { begun.contains(plain($0).prefix(2)) }
    }

    private func fields(_ line: String) -> [Substring] {
        line.split(separator: "|", omittingEmptySubsequences: false)
    }

    /// The name and the numbers of a register, without zeros at the end of decimals.
    private func plain(_ field: Substring) -> [Substring] {
        field.split(omittingEmptySubsequences: false) { $0 == "=" || $0 == "," }.map { part in
            guard part.contains(".") else { return part }
            let end = part.lastIndex { $0 != "0" } ?? part.startIndex
            return part[end] == "." ? part[..<end] : part[...end]
        }
    }
}
