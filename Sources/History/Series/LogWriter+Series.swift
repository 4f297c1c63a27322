// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// The history is written by the log's one writer.
extension LogWriter {
    /// Rows removed in one transaction.
    private static let ration: Int64 = 500

    /// Adds to the history, all or nothing.
    mutating func write(_ batch: SeriesBatch, digest: SHA256Digest) -> SeriesOutcome {
        change { try $0.write(batch, digest: digest) }
    }

    /// Removes rows that are older than they are kept, a ration at a time; whether there are more.
    ///
    /// Rows that a longer period in progress is made of stay.
    mutating func prune(_ retention: RowRetention, _ calendar: PeriodCalendar) -> Bool {
        let now = clock.wall()
        var removed: Int64 = 0
        let outcome = change { db in
            for known in try db.seriesMeters() {
                let tail = try db.tail(known, db.quantityNumbers())
                guard let time = tail.time else { continue }
                for resolution in Resolution.allCases {
                    guard let kept = retention[resolution] else { continue }
                    // A calendar that jumps ahead makes nothing old: no row is older than the
                    // meter's last telegram says.
                    let age = kept.components.seconds * 1_000
                    var limit = UTCTime(
                        milliseconds: min(now, time).milliseconds - age)
                    if let longer = resolution.longer {
                        limit = min(limit, calendar.period(longer, holding: time).start)
                    }
                    let gone = try db.removeRows(
                        known.number, resolution, before: limit,
                        limit: LogWriter.ration - removed)
                    if gone > 0, resolution == .quarterHour {
                        try db.noteQuarterHours(known.number, from: limit)
                    }
                    removed += gone
                }
            }
            return true
        }
        // What a failed transaction removed is still there: that would go on for ever.
        return outcome == .written && removed >= LogWriter.ration
    }

    /// Changes the history in a transaction; `body` says whether it did.
    mutating func change(_ body: (Database) throws -> Bool) -> SeriesOutcome {
        guard let database, salvage == nil else { return .unavailable }
        do throws(StoreFailure) {
            return try database.transact(body) ? .written : .overtaken
        } catch {
            handle(error)
            return .unavailable
        }
    }
}

extension Database {
    /// All meters and sensors that have a history.
    func seriesMeters() throws -> [SeriesMeter] {
        try Row.fetchAll(self, sql: "SELECT id, meter, tail FROM series_meter ORDER BY id")
            .compactMap { row in
                guard let meter = MeterID(try row.text(1)) else { return nil }
                return SeriesMeter(
                    number: try row.number(0, below: SeriesKey.meters), meter: meter,
                    tail: try row.bytes(2))
            }
    }

    /// From where on the quarter-hours of a meter were never removed, however long they were kept
    /// at that time.
    func quarterHoursFrom(_ meter: Int64) throws -> UTCTime {
        // What is no moment is none that was noted.
        let note = try note("quarter_hours_from_\(meter)").flatMap { Int64($0) } ?? 0
        return UTCTime(milliseconds: (0..<Row.horizon).contains(note) ? note : 0)
    }

    fileprivate func noteQuarterHours(_ meter: Int64, from time: UTCTime) throws {
        let latest = max(time, try quarterHoursFrom(meter))
        try note("quarter_hours_from_\(meter)", "\(latest.milliseconds)")
    }

    /// Removes rows that begin before a moment; how many.
    fileprivate func removeRows(
        _ meter: Int64, _ resolution: Resolution, before time: UTCTime, limit: Int64
    ) throws -> Int64 {
        guard limit > 0 else { return 0 }
        try run(
            """
            DELETE FROM series WHERE id IN (
                SELECT id FROM series WHERE id >= ? AND id < ? ORDER BY id LIMIT ?)
            """,
            [
                SeriesKey.all(meter, resolution).lowerBound,
                SeriesKey(meter, resolution, time).number, limit,
            ])
        return Int64(changesCount)
    }
}
