// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// The statements that read what is beside the rows of the history.
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
                    id: try row.number(0), meter: meter, time: try row.time(2),
                    kind: try row.text(3), facts: try row.text(4))
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
