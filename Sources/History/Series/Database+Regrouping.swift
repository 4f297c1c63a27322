// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import Series

extension Database {
    private static let zone = "series_zone"
    private static let page = 1_000

    /// Makes hours, days and months of the quarter-hours anew if the zone is another one than
    /// before; `false` if it is not.
    func regroup(_ calendar: PeriodCalendar) throws -> Bool {
        let name = calendar.timeZone.identifier
        let before = try note(Database.zone)
        guard before != name else { return false }
        try note(Database.zone, name)
        guard before != nil else { return false }
        let numbers = try quantityNumbers()
        for known in try seriesMeters() { try regroup(known, calendar, numbers) }
        return true
    }

    private func regroup(
        _ known: SeriesMeter, _ calendar: PeriodCalendar, _ numbers: QuantityNumbers
    ) throws {
        guard let first = try edge(known.number, .quarterHour, isFirst: true) else { return }
        let longer: [Resolution] = [.hour, .day, .month]
        for resolution in longer {
            // What the quarter-hours do not reach back to stays as it is.
            let keys = SeriesKey.all(known.number, resolution)
            try run(
                "DELETE FROM series WHERE id BETWEEN ?1 AND ?2 AND id - ?1 + minutes > ?3",
                [keys.lowerBound, keys.upperBound, first.start.milliseconds / 60_000])
        }
        var folds = longer.map { RowFold($0, calendar) }
        var last: SeriesRow?
        var start = first.start
        while true {
            let rows = try rows(
                known, .quarterHour, from: start, to: .distantFuture, limit: Database.page, numbers)
            for row in rows {
                try close(&folds, before: row, after: last, known)
                folds[0].append(row)
                last = row
            }
            guard let end = rows.last?.period.end, rows.count == Database.page else { break }
            start = end
        }
        // The minute in progress tells that what is before it is over.
        if let minute = try tail(known, numbers).minute {
            try close(&folds, before: minute, after: last, known)
        }
    }

    private func close(
        _ folds: inout [RowFold], before next: SeriesRow, after last: SeriesRow?,
        _ known: SeriesMeter
    ) throws {
        for index in folds.indices {
            guard let done = folds[index].close(before: next, after: last) else { return }
            var numbers = try quantityNumbers()
            try run(
                "INSERT OR REPLACE INTO series VALUES(?, ?, ?)",
                [
                    SeriesKey(known.number, done.period.resolution, done.period.start).number,
                    Int64(done.period.minutes), Data(done.packed(&numbers)),
                ])
            if index + 1 < folds.count { folds[index + 1].append(done) }
        }
    }
}

extension UTCTime {
    /// Later than anything that is kept.
    fileprivate static let distantFuture = UTCTime(seconds: 1 << 40)
}
