// SPDX-License-Identifier: Apache-2.0

/// Makes the row of a longer period of the rows of shorter ones.
///
/// The rows must come in order. What a register gained between two of them is added where both
/// belong to the same longer period: a silence in the middle of a day takes nothing from the day.
public struct RowFold: Sendable {
    /// How long its periods are.
    public let resolution: Resolution
    private let calendar: PeriodCalendar
    /// The row in progress.
    private var open: SeriesRow?
    /// The last row taken, of this period or an earlier one.
    private(set) var last: SeriesRow?

    /// Begins; `last` is the shorter row before the first that will come.
    public init(_ resolution: Resolution, _ calendar: PeriodCalendar, last: SeriesRow? = nil) {
        self.resolution = resolution
        self.calendar = calendar
        self.last = last
    }

    /// Ends the row in progress if the next shorter row belongs to another period, or in any case;
    /// `after` is the row before that one.
    public mutating func close(
        before next: SeriesRow, after row: SeriesRow?, isForced: Bool = false
    ) -> SeriesRow? {
        guard let done = open,
            isForced || done.period != calendar.period(resolution, at: next.period.start)
        else { return nil }
        open = nil
        return RowFold.ended(done, before: next, after: row)
    }

    /// A row that nothing is added to before the next shorter one.
    static func ended(_ row: SeriesRow, before next: SeriesRow, after last: SeriesRow?) -> SeriesRow
    {
        var done = row
        let isCut =
            next.edges.contains(.startsOpen)
            && (last?.edges.contains(.endsOpen) ?? true
                || (last?.period.end ?? done.period.start) < done.period.end)
        done.edges.remove(.endsOpen)
        if isCut { done.edges.insert(.endsOpen) }
        return done
    }

    /// Takes note of a shorter row that becomes part of no row here.
    mutating func pass(_ row: SeriesRow?) { last = row }

    /// Adds a shorter row to the one in progress, or begins one with it.
    public mutating func append(_ row: SeriesRow) {
        open = joined(row)
        last = row
    }

    /// The row in progress with a shorter row added.
    func joined(_ row: SeriesRow) -> SeriesRow {
        var whole = open ?? begun(by: row)
        whole.append(row)
        return whole
    }

    /// An empty row that a shorter row will begin.
    ///
    /// The silence before the shorter row may lie in the longer period as a whole, if the telegram
    /// before it stood exactly at its start: then the registers are those of that telegram.
    private func begun(by row: SeriesRow) -> SeriesRow {
        let period = calendar.period(resolution, at: row.period.start)
        var begun = SeriesRow(meter: row.meter, period: period, edges: [])
        guard row.edges.contains(.startsOpen) else { return begun }
        guard let last, !last.edges.contains(.endsOpen), last.period.end == period.start else {
            begun.edges = .startsOpen
            return begun
        }
        begun.registers = last.registers.map { span in
            RegisterSpan(
                name: span.name, start: span.end, end: span.end,
                difference: span.end.minus(span.end))
        }
        return begun
    }
}
