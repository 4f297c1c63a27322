// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What the check of a meter's chain came to.
public enum ChainFinding: Sendable, Hashable {
    /// Every hash is right, up to this head; `nil` when there is no record yet.
    case whole(ChainHead?)
    /// The first record that is there and does not fit: changed, exchanged, or unreadable; where its
    /// quarter-hour begins, unless that cannot be read either.
    case broken(number: Int64, start: UTCTime?)
    /// The first record that is not there, although later ones are.
    case absent(number: Int64)
    /// The first quarter-hour that is kept and says something else than its record.
    case rowDiffers(number: Int64, start: UTCTime)
    /// The first quarter-hour that has a record, should still be kept, and is not there.
    case rowAbsent(number: Int64, start: UTCTime)
    /// Every record fits, but a quarter-hour with telegrams after the last one has none, which
    /// begins at `row`: the end was taken away.
    case cutOff(after: ChainHead?, row: UTCTime)

    /// Whether nothing is wrong.
    public var isWhole: Bool {
        if case .whole = self { return true }
        return false
    }
}
