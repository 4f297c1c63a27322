// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import Readings

/// Cuts time into periods: minutes and quarter-hours by UTC, hours, days and months by the clock of
/// a zone.
///
/// A day of the change to summer time has 92 quarter-hours, one of the change back 100. A day begins
/// with the first moment at which the local clock shows its date.
public struct PeriodCalendar: Sendable {
    /// The zone whose days and months count.
    public let timeZone: TimeZone

    /// Takes a zone.
    public init(timeZone: TimeZone) { self.timeZone = timeZone }

    /// Takes a zone by its name in the tz database, such as `Europe/Luxembourg`; `nil` if there is
    /// none of that name.
    public init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        timeZone = zone
    }

    /// The period in progress at a moment: a moment on a boundary gives the one that begins there.
    public func period(_ resolution: Resolution, at time: UTCTime) -> Period {
        switch resolution {
        case .minute: fixed(resolution, 60, at: time, offset: 0)
        case .quarterHour: fixed(resolution, 900, at: time, offset: 0)
        case .hour: fixed(resolution, 3_600, at: time, offset: offset(at: time.seconds))
        case .day: days(localDay(time), 1)
        case .month: month(at: time)
        }
    }

    /// The period a telegram of that moment belongs to: on a boundary, the one that ends there.
    public func period(_ resolution: Resolution, holding time: UTCTime) -> Period {
        period(resolution, at: UTCTime(milliseconds: time.milliseconds - 1))
    }

    /// The period that follows.
    public func next(_ period: Period) -> Period { self.period(period.resolution, at: period.end) }

    /// The periods in progress from one moment until before another, in order.
    public func periods(_ resolution: Resolution, from start: UTCTime, to end: UTCTime)
        -> UnfoldFirstSequence<Period>
    {
        sequence(first: period(resolution, at: start)) { last in
            last.end < end ? next(last) : nil
        }
    }

    /// A day by its date; the numbers are not checked.
    public func day(year: Int, month: Int, day: Int) -> Period {
        days(UTCTime.days(year: year, month: month, day: day), 1)
    }

    /// A month by year and number from 1 to 12; the numbers are not checked.
    public func month(year: Int, month: Int) -> Period {
        let first = UTCTime.days(year: year, month: month, day: 1)
        let next =
            month == 12
            ? UTCTime.days(year: year + 1, month: 1, day: 1)
            : UTCTime.days(year: year, month: month + 1, day: 1)
        return Period(.month, start: midnight(first), end: midnight(next))
    }

    /// What calendar and clock show at a moment.
    public func local(_ time: UTCTime) -> LocalTime {
        let offset = offset(at: time.seconds)
        let seconds = time.seconds + Int64(offset)
        let days = floored(seconds, 86_400)
        let second = Int(seconds - days * 86_400)
        let date = UTCTime.date(days: Int(days))
        return LocalTime(
            year: date.year, month: date.month, day: date.day, hour: second / 3_600,
            minute: second / 60 % 60, second: second % 60, offset: offset)
    }
}

extension PeriodCalendar {
    private func fixed(_ resolution: Resolution, _ length: Int64, at time: UTCTime, offset: Int)
        -> Period
    {
        let ahead = Int64(offset)
        let start = floored(time.seconds + ahead, length) * length - ahead
        return Period(
            resolution, start: UTCTime(seconds: start), end: UTCTime(seconds: start + length))
    }

    private func days(_ day: Int, _ count: Int) -> Period {
        Period(.day, start: midnight(day), end: midnight(day + count))
    }

    private func month(at time: UTCTime) -> Period {
        let date = UTCTime.date(days: localDay(time))
        return month(year: date.year, month: date.month)
    }

    private func localDay(_ time: UTCTime) -> Int {
        let seconds = time.seconds
        return Int(floored(seconds + Int64(offset(at: seconds)), 86_400))
    }

    /// The first moment at which the local clock shows a date.
    ///
    /// Where a day has no midnight, or two, the clock is changed then: of the two offsets around it,
    /// the earliest moment that is not before the date counts.
    private func midnight(_ day: Int) -> UTCTime {
        let local = Int64(day) * 86_400
        let offsets = Set([local - 93_600, local + 93_600].map(offset))
        let moments = offsets.map { local - Int64($0) }.sorted()
        let first = moments.first { $0 + Int64(offset(at: $0)) >= local }
        return UTCTime(seconds: first ?? local)
    }

    private func offset(at seconds: Int64) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    private func floored(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
