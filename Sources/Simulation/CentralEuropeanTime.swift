// SPDX-License-Identifier: Apache-2.0
import Readings

/// The wall clock of a Luxembourg meter: UTC + 1 h, and another hour from the last Sunday of March
/// to October's.
enum CentralEuropeanTime {
    /// Whether the meter's clock shows summer time.
    static func isSummer(_ time: UTCTime) -> Bool {
        let year = UTCTime.date(days: days(time)).year
        return change(year: year, month: 3) <= time && time < change(year: year, month: 10)
    }

    /// The moment that ends the first of October's two hours from 02:00 to 03:00.
    static func endOfSummer(inYearOf time: UTCTime) -> UTCTime {
        change(year: UTCTime.date(days: days(time)).year, month: 10)
    }

    /// The time stamp of P1 telegrams, `260311101500W`.
    static func stamp(_ time: UTCTime) -> String {
        let summer = isSummer(time)
        let local = UTCTime(seconds: time.seconds + (summer ? 7_200 : 3_600))
        let date = UTCTime.date(days: days(local))
        let second = Int(local.seconds) - days(local) * 86_400
        let fields = [
            date.year % 100, date.month, date.day, second / 3_600, second / 60 % 60, second % 60,
        ]
        return fields.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() + (summer ? "S" : "W")
    }

    /// Minutes since local midnight.
    static func minuteOfDay(_ time: UTCTime) -> Int {
        let local = time.seconds + (isSummer(time) ? 7_200 : 3_600)
        return Int(local / 60 % 1_440)
    }

    /// The month, 1 to 12, in UTC.
    static func month(_ time: UTCTime) -> Int { UTCTime.date(days: days(time)).month }

    /// 01:00 UTC on the last Sunday of a month that has 31 days.
    private static func change(year: Int, month: Int) -> UTCTime {
        let last = UTCTime.days(year: year, month: month, day: 31)
        // Day 0 was a Thursday, so day 3 was the first Sunday.
        let sunday = last - (last + 4) % 7
        return UTCTime(seconds: Int64(sunday) * 86_400 + 3_600)
    }

    private static func days(_ time: UTCTime) -> Int { Int(time.seconds / 86_400) }
}
