// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

import struct Foundation.Data

// The statements that write the history.
extension Database {
    private static let eventsKept = 1_000

    /// How far the roll-up has come in the log.
    func rolledUp() throws -> Int64 {
        try place("SELECT position FROM rolled_up") ?? 0
    }

    /// Writes a batch; `false`, and nothing written, if the history is not where it should be.
    func write(_ batch: SeriesBatch, digest: SHA256Digest) throws -> Bool {
        if let positions = batch.positions {
            guard try rolledUp() == positions.before else { return false }
            try setRolledUp(positions.after)
        }
        var numbers = try quantityNumbers()
        for part in batch.parts { try write(part, &numbers, digest) }
        for (number, name) in numbers.added {
            try run("INSERT INTO quantity VALUES(?, ?)", [Int64(number), name])
        }
        for event in batch.events { try write(event) }
        return true
    }

    func setRolledUp(_ position: Int64) throws {
        try run(
            """
            INSERT INTO rolled_up(id, position) VALUES(1, ?)
            ON CONFLICT DO UPDATE SET position = excluded.position
            """, [position])
    }

    private func write(
        _ part: SeriesBatch.Part, _ numbers: inout QuantityNumbers, _ digest: SHA256Digest
    ) throws {
        let meter = try save(part.tail, of: part.meter, &numbers)
        for row in part.output.rows { try write(row, meter, &numbers) }
        let known = SeriesMeter(number: meter, meter: part.meter, tail: [])
        for addition in part.output.additions {
            try write(addition.added(to: row(known, addition.row.period, numbers)), meter, &numbers)
        }
        for gap in part.output.gaps { try write(gap, meter, &numbers) }
        for epoch in part.output.epochs { try write(epoch, meter, &numbers) }
        try seal(
            part.output.rows.filter { $0.period.resolution == .quarterHour }, meter, part.meter,
            digest)
    }

    /// Keeps where the roll-up of a meter stands; its number.
    func save(_ tail: RollUpTail, of meter: MeterID, _ numbers: inout QuantityNumbers) throws
        -> Int64
    {
        let packed = Data(tail.packed(&numbers))
        try run("UPDATE series_meter SET tail = ? WHERE meter = ?", [packed, meter.text])
        if changesCount == 0 {
            try run("INSERT INTO series_meter VALUES(NULL, ?, ?)", [meter.text, packed])
        }
        let sql = "SELECT id FROM series_meter WHERE meter = ?"
        return try Row.fetchOne(cachedStatement(sql: sql), arguments: [meter.text])?
            .number(0, below: SeriesKey.meters) ?? 0
    }

    func write(_ row: SeriesRow, _ meter: Int64, _ numbers: inout QuantityNumbers) throws {
        try run(
            "INSERT OR REPLACE INTO series VALUES(?, ?, ?)",
            [
                SeriesKey(meter, row.period.resolution, row.period.start).number,
                Int64(row.period.minutes), Data(row.packed(&numbers)),
            ])
    }

    /// Writes a silence.
    ///
    /// If another begins at the same moment, because the clock fell back, it stands a millisecond
    /// later: what went by in either must not be lost.
    private func write(_ gap: MissingEnergy, _ meter: Int64, _ numbers: inout QuantityNumbers)
        throws
    {
        var from = gap.from.milliseconds
        let taken = "SELECT 1 FROM missing WHERE meter = ? AND from_time = ?"
        while try number(taken, [meter, from]) != nil { from += 1 }
        try run(
            "INSERT INTO missing VALUES(?, ?, ?, ?)",
            [meter, from, gap.to.milliseconds, Data(gap.amounts.packed(&numbers))])
    }

    func write(_ epoch: EquipmentEpoch, _ meter: Int64, _ numbers: inout QuantityNumbers) throws {
        try run(
            "INSERT OR REPLACE INTO equipment VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            [
                meter, Int64(epoch.number), epoch.equipment, epoch.from.milliseconds,
                epoch.to.milliseconds, Int64(epoch.isClosed ? 1 : 0),
                Data(epoch.opening.packed(&numbers)), Data(epoch.closing.packed(&numbers)),
            ])
    }

    func write(_ event: RecordedEvent) throws {
        try run(
            "INSERT INTO event VALUES(NULL, ?, ?, ?, ?)",
            [event.meter.text, event.time.milliseconds, event.kind, event.facts])
        try run(
            """
            DELETE FROM event WHERE meter = ?1 AND id <= (
                SELECT id FROM event WHERE meter = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """, [event.meter.text, Int64(Database.eventsKept)])
    }

    /// Writes quarter-hours down for good, each with the hash of the one before.
    ///
    /// A quarter-hour that is not after the last one sealed stays as it was written down, whatever a
    /// second roll-up found. A sensor's are not sealed.
    private func seal(
        _ rows: [SeriesRow], _ number: Int64, _ meter: MeterID, _ digest: SHA256Digest
    ) throws {
        let proven = rows.filter { $0.evidence.authentication != nil }
        guard !proven.isEmpty else { return }
        let last = try lastSealed(SeriesMeter(number: number, meter: meter, tail: []))
        var record = last?.number ?? 0
        var hash = last?.hash ?? SealedQuarterHour.origin
        var start = last?.start
        for row in proven where start.map({ $0 < row.period.start }) ?? true {
            record += 1
            let text = SealedQuarterHour.text(row)
            hash = digest(SealedQuarterHour.bytes(text, after: hash)).hexDigits
            start = row.period.start
            try run(
                "INSERT INTO sealed VALUES(?, ?, ?, ?)",
                [SealedKey(number, record).number, row.period.start.milliseconds, text, hash])
        }
    }
}
