// SPDX-License-Identifier: Apache-2.0

/// A row with what went by unseen before it.
public struct ExportedRow: Sendable {
    /// The row.
    public let row: SeriesRow
    /// The silence that ends in it and began before it; its amounts are in no row.
    public let unseen: MissingEnergy?

    /// Puts them together.
    public init(row: SeriesRow, unseen: MissingEnergy?) {
        self.row = row
        self.unseen = unseen
    }
}
