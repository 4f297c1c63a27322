// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// The statements that read the history.
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
        let start = SeriesKey(try row.integer(0)).start
        let end = start.later(minutes: try row.integer(1))
        return try SeriesRow(
            row.bytes(2), known.meter, Period(resolution, start: start, end: end), numbers)
    }

    /// The first or last written period of a resolution.
    func edge(_ meter: Int64, _ resolution: Resolution, isFirst: Bool) throws -> Period? {
        let keys = SeriesKey.all(meter, resolution)
        let sql =
            "SELECT id, minutes FROM series WHERE id BETWEEN ? AND ? ORDER BY id "
            + (isFirst ? "LIMIT 1" : "DESC LIMIT 1")
        return try Row.fetchOne(
            cachedStatement(sql: sql), arguments: [keys.lowerBound, keys.upperBound]
        ).map { row in
            let start = SeriesKey(try row.integer(0)).start
            let end = start.later(minutes: try row.integer(1))
            return Period(resolution, start: start, end: end)
        }
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

// What is beside the rows.
extension Database {
    func missing(_ known: SeriesMeter, from start: UTCTime, to end: UTCTime, limit: Int) throws
        -> [MissingEnergy]
    {
        let numbers = try quantityNumbers()
        let sql = """
            SELECT from_time, to_time, amounts FROM missing
            WHERE meter = ? AND to_time > ? AND from_time < ?
            ORDER BY from_time DESC LIMIT ?
            """
        return try Row.fetchAll(
            cachedStatement(sql: sql),
            arguments: [known.number, start.milliseconds, end.milliseconds, limit]
        ).map { try MissingEnergy($0, known.meter, numbers) }.reversed()
    }

    /// The epochs as they are written: the last one as of its beginning.
    func writtenEpochs(_ known: SeriesMeter, _ numbers: QuantityNumbers) throws -> [EquipmentEpoch]
    {
        let sql = """
            SELECT number, name, from_time, to_time, is_closed, opening, closing FROM equipment
            WHERE meter = ? ORDER BY number
            """
        return try Row.fetchAll(cachedStatement(sql: sql), arguments: [known.number]).map { row in
            EquipmentEpoch(
                meter: known.meter, number: Int(try row.number(0)),
                equipment: try row.optionalText(1),
                from: try row.time(2), to: try row.time(3), isClosed: try row.integer(4) != 0,
                opening: try [RegisterAmount](row.bytes(5), numbers),
                closing: try [RegisterAmount](row.bytes(6), numbers))
        }
    }

    /// The epochs, the last one as of the latest telegram.
    func epochs(_ known: SeriesMeter) throws -> [EquipmentEpoch] {
        let numbers = try quantityNumbers()
        var epochs = try writtenEpochs(known, numbers)
        guard var last = epochs.last, !last.isClosed else { return epochs }
        let tail = try tail(known, numbers)
        last.to = tail.time ?? last.to
        last.closing = tail.registers
        epochs[epochs.count - 1] = last
        return epochs
    }

    func events(_ meter: MeterID?, limit: Int) throws -> [RecordedEvent] {
        let sql = """
            SELECT event.id, event.meter, event.time, event.kind, event.facts FROM event
            WHERE ?1 IS NULL OR event.meter = ?1 ORDER BY event.id DESC LIMIT ?2
            """
        return try Row.fetchAll(cachedStatement(sql: sql), arguments: [meter?.text, limit])
            .compactMap { row in
                guard let meter = MeterID(try row.text(1)) else { return nil }
                return RecordedEvent(
                    id: try row.integer(0), meter: meter,
                    time: UTCTime(milliseconds: try row.integer(2)), kind: try row.text(3),
                    facts: try row.text(4))
            }
    }

    func lastSealed(_ known: SeriesMeter) throws -> SealedQuarterHour? {
        let sql =
            "SELECT id, start, text, hash FROM sealed WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1"
        return try Row.fetchOne(
            cachedStatement(sql: sql),
            arguments: [
                SealedKey(known.number, 0).number, SealedKey(known.number + 1, 0).number,
            ]
        ).map { try SealedQuarterHour($0, known.meter) }
    }
}

extension UTCTime {
    /// A number of minutes later, as a row says it; the length of a period, whatever a damaged row
    /// claims.
    func later(minutes: Int64) -> UTCTime {
        UTCTime(milliseconds: milliseconds + max(1, min(minutes, 50_000)) * 60_000)
    }
}
