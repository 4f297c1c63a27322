// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import Series

extension Database {
    private static let zone = "series_zone"
    private static let page = 1_000
    /// The most that a month has.
    private static let quarterHoursOfMonth = 31 * 96 + 4

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
        guard let first = try edge(known.number, .quarterHour, isFirst: true)?.start else { return }
        let longer: [Resolution] = [.hour, .day, .month]
        // What the quarter-hours do not reach back to stays as it is, and so does what they reach
        // back to in part only.
        let isCut = try longer.contains { try reaches(known, $0, before: first, numbers) }
        let start = isCut ? first : UTCTime(milliseconds: 0)
        for resolution in longer {
            try run(
                "DELETE FROM series WHERE id BETWEEN ? AND ?",
                [
                    SeriesKey(known.number, resolution, start).number,
                    SeriesKey.all(known.number, resolution).upperBound,
                ])
        }
        var folds = longer.map { RowFold($0, calendar) }
        var last: SeriesRow?
        var next = first
        while true {
            let rows = try rows(
                known, .quarterHour, from: next, to: .distantFuture, limit: Database.page, numbers)
            for row in rows {
                try close(&folds, before: row, after: last, known, from: start)
                folds[0].append(row)
                last = row
            }
            guard let end = rows.last?.period.end, rows.count == Database.page else { break }
            next = end
        }
        // The minute in progress tells that what is before it is over.
        if let minute = try tail(known, numbers).minute {
            try close(&folds, before: minute, after: last, known, from: start)
        }
    }

    /// Whether longer rows know of telegrams from before the first quarter-hour that is left.
    private func reaches(
        _ known: SeriesMeter, _ resolution: Resolution, before first: UTCTime,
        _ numbers: QuantityNumbers
    ) throws -> Bool {
        guard let oldest = try row(known, resolution, before: first, numbers) else { return false }
        let rest = try rows(
            known, .quarterHour, from: first, to: max(first, oldest.period.end),
            limit: Database.quarterHoursOfMonth, numbers)
        return rest.reduce(0) { $0 + $1.telegrams } < oldest.telegrams
    }

    private func close(
        _ folds: inout [RowFold], before next: SeriesRow, after last: SeriesRow?,
        _ known: SeriesMeter, from start: UTCTime
    ) throws {
        for index in folds.indices {
            guard let done = folds[index].close(before: next, after: last) else { return }
            if start <= done.period.start {
                var numbers = try quantityNumbers()
                try write(done, known.number, &numbers)
            }
            if index + 1 < folds.count { folds[index + 1].append(done) }
        }
    }
}

extension UTCTime {
    /// Later than anything that is kept.
    fileprivate static let distantFuture = UTCTime(seconds: 1 << 40)
}
