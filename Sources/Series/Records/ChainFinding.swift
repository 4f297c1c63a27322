// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What the check of a meter's chain came to.
public enum ChainFinding: Sendable, Hashable {
    /// Every hash is right, up to this head; `nil` when there is no record yet.
    case whole(ChainHead?)
    /// The first record that does not fit: changed, exchanged, or the one after a removed one.
    case broken(number: Int64, start: UTCTime)
    /// Every record fits, but a quarter-hour with telegrams after the last one has none, which
    /// begins at `row`: the end was taken away.
    case cutOff(after: ChainHead?, row: UTCTime)

    /// Whether nothing is wrong.
    public var isWhole: Bool {
        if case .whole = self { return true }
        return false
    }
}
