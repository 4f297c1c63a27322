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
        let tail = try tail(known, numbers)
        // After the clock fell back, longer rows have the minutes of the quarter-hour in progress.
        let begun = try tail.minute.flatMap { minute -> SeriesRow? in
            guard let mark = tail.mark, mark <= quarter(minute, calendar).start else { return nil }
            return try self.begun(known, minute, calendar, numbers)
        }
        // What the quarter-hours do not reach back to stays as it is, and so does what they reach
        // back to in part only.
        let count = begun?.telegrams ?? 0
        let isCut = try longer.contains { try reaches(known, $0, before: first, count, numbers) }
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
        guard let minute = tail.minute else { return }
        try close(&folds, before: minute, after: last, known, from: start)
        guard let mark = tail.mark else { return }
        // What begins before the mark counts as written: what comes is added to it.
        var part = begun
        for index in folds.indices {
            if let part { folds[index].append(part) }
            part = folds[index].close(before: minute, after: last, isForced: true)
            guard var row = part, row.period.start < mark else { continue }
            // What comes goes on from the last telegram, not from the latest row.
            for place in row.registers.indices {
                guard let span = minute.register(row.registers[place].name) else { continue }
                row.registers[place].end = span.start
            }
            try write(row, known, from: start)
        }
    }

    /// The quarter-hour of a minute as far as it has come before it; `nil` if it begins with it.
    private func begun(
        _ known: SeriesMeter, _ minute: SeriesRow, _ calendar: PeriodCalendar,
        _ numbers: QuantityNumbers
    ) throws -> SeriesRow? {
        let period = quarter(minute, calendar)
        let last = try row(known, .minute, before: period.start, numbers)
        var fold = RowFold(.quarterHour, calendar, last: last)
        let minutes = try rows(
            known, .minute, from: period.start, to: minute.period.start, limit: 15, numbers)
        for row in minutes { fold.append(row) }
        return fold.close(before: minute, after: minutes.last, isForced: true)
    }

    private func quarter(_ minute: SeriesRow, _ calendar: PeriodCalendar) -> Period {
        calendar.period(.quarterHour, at: minute.period.start)
    }

    /// Whether longer rows know of telegrams from before the first quarter-hour that is left.
    private func reaches(
        _ known: SeriesMeter, _ resolution: Resolution, before first: UTCTime,
        _ begun: Int, _ numbers: QuantityNumbers
    ) throws -> Bool {
        guard let oldest = try row(known, resolution, before: first, numbers) else { return false }
        let rest = try rows(
            known, .quarterHour, from: first, to: max(first, oldest.period.end),
            limit: Database.quarterHoursOfMonth, numbers)
        return rest.reduce(begun) { $0 + $1.telegrams } < oldest.telegrams
    }

    private func close(
        _ folds: inout [RowFold], before next: SeriesRow, after last: SeriesRow?,
        _ known: SeriesMeter, from start: UTCTime
    ) throws {
        for index in folds.indices {
            guard let done = folds[index].close(before: next, after: last) else { return }
            try write(done, known, from: start)
            if index + 1 < folds.count { folds[index + 1].append(done) }
        }
    }

    private func write(_ row: SeriesRow, _ known: SeriesMeter, from start: UTCTime) throws {
        guard start <= row.period.start else { return }
        var numbers = try quantityNumbers()
        try write(row, known.number, &numbers)
    }
}

extension UTCTime {
    /// Later than anything that is kept.
    fileprivate static let distantFuture = UTCTime(seconds: 1 << 40)
}
