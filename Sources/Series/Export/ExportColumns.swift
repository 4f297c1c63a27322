// SPDX-License-Identifier: Apache-2.0

/// Which readings a table of rows has columns for.
public struct ExportColumns: Sendable, Hashable {
    /// The registers by name, in the order of the columns.
    public private(set) var registers: [String] = []
    /// The measured values by name, in the order of the columns.
    public private(set) var samples: [String] = []

    /// Has columns for all that is in the rows given: those of months will do for what they cover.
    public init(_ rows: [SeriesRow] = []) {
        for row in rows { add(row) }
    }

    /// Adds columns for what is in a row and has none.
    public mutating func add(_ row: SeriesRow) {
        for name in row.registers.map(\.name) where !registers.contains(name) {
            registers.append(name)
        }
        for name in row.samples.map(\.name) where !samples.contains(name) {
            samples.append(name)
        }
    }
}
