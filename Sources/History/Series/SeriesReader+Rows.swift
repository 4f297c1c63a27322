// SPDX-License-Identifier: Apache-2.0
import GRDB
public import Readings
public import Series

// Rows.
extension SeriesReader {
    /// All meters and sensors with a history, by name.
    public func meters() throws(SeriesError) -> [MeterID] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT meter FROM series_meter ORDER BY meter")
                .compactMap { MeterID(try $0.text(0)) }
        }
    }

    /// The rows of the periods in progress from one moment until before another, in order, at most
    /// `limit`.
    ///
    /// Periods without a telegram between the meter's first row and its last come as
    /// ``Quality/missing``; there is none before and after. The periods in progress come with what
    /// is known of them, up to a minute late.
    public func rows(
        _ meter: MeterID, _ resolution: Resolution, from start: UTCTime, to end: UTCTime,
        limit: Int = SeriesReader.limit
    ) throws(SeriesError) -> [SeriesRow] {
        var pages = pages(meter, resolution, from: start, to: end)
        var rows: [SeriesRow] = []
        while rows.count < limit, let page = try pages.next() {
            rows += page.prefix(limit - rows.count)
        }
        return rows
    }

    /// The same without a limit, a page at a time: memory stays flat however long the stretch is.
    public func pages(
        _ meter: MeterID, _ resolution: Resolution, from start: UTCTime, to end: UTCTime
    ) -> SeriesPages {
        SeriesPages(self, meter, resolution, from: start, to: end)
    }

    /// The row of the period in progress at a moment; `nil` before the meter's first and after its
    /// last.
    public func row(_ meter: MeterID, _ resolution: Resolution, at time: UTCTime)
        throws(SeriesError) -> SeriesRow?
    {
        let period = calendar.period(resolution, at: time)
        return try rows(meter, resolution, from: period.start, to: period.end, limit: 1).first
    }

    /// From the start of the meter's first row to the end of its last, of a resolution; `nil` when
    /// there is none.
    public func reach(_ meter: MeterID, _ resolution: Resolution) throws(SeriesError) -> Period? {
        try extent(meter, resolution)?.reach
    }

    /// The same with the row in progress, which has to be put together.
    func extent(_ meter: MeterID, _ resolution: Resolution) throws(SeriesError) -> SeriesExtent? {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return nil }
            let open = try db.openRow(known, resolution, self.calendar)
            let first = try db.edge(known.number, resolution, isFirst: true)
            let last = try db.edge(known.number, resolution, isFirst: false)
            let edges = [open?.period, first, last].compactMap { $0 }
            guard let start = edges.map(\.start).min(), let end = edges.map(\.end).max() else {
                return nil
            }
            return SeriesExtent(reach: Period(resolution, start: start, end: end), open: open)
        }
    }

    /// Written rows that begin within a stretch of time, at most a page.
    func written(_ meter: MeterID, _ stretch: Period) throws(SeriesError) -> [SeriesRow] {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return [] }
            return try db.rows(
                known, stretch.resolution, from: stretch.start, to: stretch.end,
                limit: SeriesPages.size, db.quantityNumbers())
        }
    }
}
