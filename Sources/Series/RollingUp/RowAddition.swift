// SPDX-License-Identifier: Apache-2.0

/// What a minute adds to the row of a period, where that may be written already.
///
/// After a clock that was ahead has fallen back, telegrams come for periods that have their rows.
/// Those rows are added to and never replaced.
public struct RowAddition: Sendable, Hashable {
    /// What the minute alone makes of the period.
    public let row: SeriesRow
    /// Whether the telegram before the minute belongs to another period: then the registers do not
    /// go on from what is written.
    let isEntry: Bool

    /// The written row with this added; the addition itself if nothing is written.
    public func added(to written: SeriesRow?) -> SeriesRow {
        guard var whole = written else { return row }
        var later = row
        if isEntry {
            whole.edges.insert(.hasGap)
            for index in later.registers.indices { later.registers[index].isRestart = true }
        }
        whole.append(later)
        return whole
    }
}
