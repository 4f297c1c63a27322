// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import Readings

/// A moment as it is typed, `2026-03-11T09:15:00Z`.
struct StartTime: ExpressibleByArgument {
    let time: UTCTime

    init?(argument: String) {
        let bytes = Array(argument.utf8)
        let pattern = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
        guard bytes.count == pattern.count else { return nil }
        for (byte, wanted) in zip(bytes, pattern) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard wanted == UInt8(ascii: "d") ? isDigit : byte == wanted else { return nil }
        }
        func number(_ range: Range<Int>) -> Int {
            bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        let date = (year: number(0..<4), month: number(5..<7), day: number(8..<10))
        let clock = (hour: number(11..<13), minute: number(14..<16), second: number(17..<19))
        guard (1...12).contains(date.month), clock.hour < 24, clock.minute < 60, clock.second < 60
        else {
            return nil
        }
        let days = UTCTime.days(year: date.year, month: date.month, day: date.day)
        // A day that its month does not have comes back as another date.
        guard UTCTime.date(days: days) == (date.year, date.month, date.day) else { return nil }
        time = UTCTime(
            seconds: Int64(days * 86_400 + clock.hour * 3_600 + clock.minute * 60 + clock.second))
    }

    /// The computer's clock.
    static var now: UTCTime {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return UTCTime(seconds: Int64(now.tv_sec))
    }
}
