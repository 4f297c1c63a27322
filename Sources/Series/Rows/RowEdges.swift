// SPDX-License-Identifier: Apache-2.0

/// Where silences cut into a period.
public struct RowEdges: OptionSet, Sendable, Hashable {
    /// The bits, as they are stored.
    public let rawValue: UInt8

    /// Takes the bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A silence crosses the start, or nothing was known before: what was used from the start until
    /// the first telegram is not in the row.
    public static let startsOpen = RowEdges(rawValue: 1)
    /// A silence crosses the end, or the period is not over: what was used after the last telegram
    /// is not in the row.
    public static let endsOpen = RowEdges(rawValue: 2)
    /// There is a silence or an exchange of the meter within it.
    public static let hasGap = RowEdges(rawValue: 4)
}
