// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// The statements that read the rows of the history.
extension Database {
    /// A meter that has a history.
    func seriesMeter(_ meter: MeterID) throws -> SeriesMeter? {
        let sql = "SELECT id, tail FROM series_meter WHERE meter = ?"
        return try Row.fetchOne(cachedStatement(sql: sql), arguments: [meter.text]).map { row in
            SeriesMeter(
                number: try row.number(0, below: SeriesKey.meters), meter: meter,
                tail: try row.bytes(1))
        }
    }

    /// The names that rows use numbers for.
    func quantityNumbers() throws -> QuantityNumbers {
        let sql = "SELECT id, name FROM quantity"
        return QuantityNumbers(
            try Row.fetchAll(cachedStatement(sql: sql)).map { row in
                (Int(try row.number(0)), try row.text(1))
            })
    }

    /// Written rows that begin within a stretch of time, in order.
    func rows(
        _ known: SeriesMeter, _ resolution: Resolution, from start: UTCTime, to end: UTCTime,
        limit: Int, _ numbers: QuantityNumbers
    ) throws -> [SeriesRow] {
        let sql =
            "SELECT id, minutes, body FROM series WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        let first = SeriesKey(known.number, resolution, start).number
        let last = SeriesKey(known.number, resolution, end).number
        return try Row.fetchAll(cachedStatement(sql: sql), arguments: [first, last, limit]).map {
            try seriesRow($0, known, resolution, numbers)
        }
    }

    /// The last written row that begins before a moment.
    func row(
        _ known: SeriesMeter, _ resolution: Resolution, before time: UTCTime,
        _ numbers: QuantityNumbers
    ) throws -> SeriesRow? {
        let sql =
            "SELECT id, minutes, body FROM series WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1"
        let first = SeriesKey.all(known.number, resolution).lowerBound
        let last = SeriesKey(known.number, resolution, time).number
        return try Row.fetchOne(cachedStatement(sql: sql), arguments: [first, last]).map {
            try seriesRow($0, known, resolution, numbers)
        }
    }

    /// The written row of a period; `nil` when there is none.
    func row(_ known: SeriesMeter, _ period: Period, _ numbers: QuantityNumbers) throws
        -> SeriesRow?
    {
        try rows(
            known, period.resolution, from: period.start, to: period.start.later(minutes: 1),
            limit: 1, numbers
        ).first
    }

    func seriesRow(
        _ row: Row, _ known: SeriesMeter, _ resolution: Resolution, _ numbers: QuantityNumbers
    ) throws -> SeriesRow {
        try SeriesRow(row.bytes(2), known.meter, period(row, resolution), numbers)
    }

    /// The period of a row of which key and minutes were selected first.
    private func period(_ row: Row, _ resolution: Resolution) throws -> Period {
        let start = SeriesKey(try row.integer(0)).start
        let end = start.later(minutes: try row.integer(1))
        return Period(resolution, start: start, end: end)
    }

    /// The first or last written period of a resolution.
    func edge(_ meter: Int64, _ resolution: Resolution, isFirst: Bool) throws -> Period? {
        let keys = SeriesKey.all(meter, resolution)
        let sql =
            "SELECT id, minutes FROM series WHERE id BETWEEN ? AND ? ORDER BY id "
            + (isFirst ? "LIMIT 1" : "DESC LIMIT 1")
        return try Row.fetchOne(
            cachedStatement(sql: sql), arguments: [keys.lowerBound, keys.upperBound]
        ).map { try period($0, resolution) }
    }

    /// Where the roll-up of a meter stands.
    func tail(_ known: SeriesMeter, _ numbers: QuantityNumbers) throws -> RollUpTail {
        try RollUpTail(known.tail, known.meter, numbers, epochs: writtenEpochs(known, numbers))
    }

    /// The roll-up of a meter as it goes on from what is written.
    func rollUp(_ known: SeriesMeter, _ calendar: PeriodCalendar) throws -> RollUp {
        let numbers = try quantityNumbers()
        return try RollUp(
            known.meter, calendar, resuming: tail(known, numbers),
            rows: { resolution, period in
                try rows(
                    known, resolution, from: period.start, to: period.end, limit: 1_000, numbers)
            },
            last: { resolution, time in
                try row(known, resolution, before: time, numbers)
            })
    }

    /// The row in progress of a resolution; `nil` when there is none.
    func openRow(_ known: SeriesMeter, _ resolution: Resolution, _ calendar: PeriodCalendar)
        throws -> SeriesRow?
    {
        let rollUp = try rollUp(known, calendar)
        guard let open = rollUp.open.first(where: { $0.row.period.resolution == resolution })
        else { return nil }
        guard rollUp.tail.mark != nil else { return open.row }
        return open.added(to: try row(known, open.row.period, quantityNumbers()))
    }
}
