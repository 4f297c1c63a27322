// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import Testing

@Suite struct PeriodCalendarTests {
    private let calendar: PeriodCalendar

    init() throws { calendar = try .luxembourg() }

    private func count(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let day = calendar.day(year: year, month: month, day: day)
        return calendar.periods(.quarterHour, from: day.start, to: day.end).reduce(0) { sum, _ in
            sum + 1
        }
    }

    @Test func `a day has 96 quarter-hours, and 92 or 100 when the clock is changed`() {
        #expect(count(2026, 3, 28) == 96)
        #expect(count(2026, 3, 29) == 92)
        #expect(count(2026, 10, 25) == 100)
    }

    @Test func `a day of the local calendar begins at its midnight`() {
        #expect(
            calendar.day(year: 2026, month: 7, day: 1).start.description == "2026-06-30T22:00:00Z")
        #expect(
            calendar.day(year: 2026, month: 3, day: 29).end.description == "2026-03-29T22:00:00Z")
    }

    @Test func `months follow each other without a hole through both changes of the clock`() {
        var month = calendar.month(year: 2025, month: 12)
        for expected in [
            "2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z",
            "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z",
        ] {
            #expect(month.end.description == expected)
            let next = calendar.next(month)
            #expect(next.start == month.end)
            month = next
        }
    }

    @Test func `a telegram on a boundary belongs to the period that ends there`() throws {
        let time = try #require(UTCTime("2026-01-30T09:15:00Z"))
        let period = calendar.period(.quarterHour, holding: time)
        #expect(period.end == time)
        #expect(period.contains(time))
        #expect(calendar.period(.quarterHour, at: time).start == time)
    }

    @Test func `a day whose midnight is skipped begins an hour later`() throws {
        // Lebanon, 2024-03-31: midnight became one o'clock.
        let beirut = try #require(PeriodCalendar("Asia/Beirut"))
        let day = beirut.day(year: 2024, month: 3, day: 31)
        #expect(beirut.local(day.start).description == "2024-03-31T01:00:00+03:00")
        #expect(day.minutes == 23 * 60)
    }

    @Test func `local time is written with its offset`() throws {
        let time = try #require(UTCTime("2026-10-25T00:30:00Z"))
        #expect(calendar.local(time).description == "2026-10-25T02:30:00+02:00")
        #expect(
            calendar.local(UTCTime(seconds: time.seconds + 3_600)).description
                == "2026-10-25T02:30:00+01:00")
    }
}
