// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

/// The calendar of UTC, without a library.
struct UTCTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (951_868_799, "2000-02-29T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"), (1_517_304_082, "2018-01-30T09:21:22Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `seconds since 1970 print as a date`(_ seconds: Int64, _ text: String) {
        #expect(UTCTime(seconds: seconds).description == text)
    }

    @Test func `every day of four centuries goes to its date and back`() {
        var previous = UTCTime.date(days: -1)
        for days in 0..<146_097 {
            let date = UTCTime.date(days: days)
            #expect(UTCTime.days(year: date.year, month: date.month, day: date.day) == days)
            let isNext =
                date.day == previous.day + 1 && date.month == previous.month
                || date.day == 1 && (date.month == previous.month + 1 || date.month == 1)
            if !isNext { Issue.record("\(date) follows \(previous)") }
            previous = date
        }
    }

    @Test func `milliseconds are cut downwards, before 1970 too`() {
        #expect(UTCTime(milliseconds: 1_999).seconds == 1)
        #expect(UTCTime(milliseconds: -1).seconds == -1)
        #expect(UTCTime(milliseconds: -1_000).seconds == -1)
        #expect(UTCTime(milliseconds: -1_001).seconds == -2)
        func fraction(_ milliseconds: Int64) -> String {
            var bytes: [UInt8] = []
            UTCTime(milliseconds: milliseconds).write(to: &bytes, fraction: true)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(fraction(1_517_304_082_007) == "2018-01-30T09:21:22.007Z")
        #expect(fraction(-1) == "1969-12-31T23:59:59.999Z")
        #expect(fraction(0) == "1970-01-01T00:00:00.000Z")
    }

    @Test func `the ends of the range print and do not trap`() {
        #expect(UTCTime(milliseconds: .max).description.hasSuffix("Z"))
        #expect(UTCTime(milliseconds: .min).description.hasSuffix("Z"))
        #expect(UTCTime(milliseconds: .min) < UTCTime(milliseconds: .max))
    }
}
