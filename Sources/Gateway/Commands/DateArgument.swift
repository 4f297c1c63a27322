// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Readings
import Series

/// A day on the command line: `2026-11-22`, `today` or `yesterday`.
enum DateArgument: Hashable {
    case date(year: Int, month: Int, day: Int)
    case today
    case yesterday

    /// Reads it, or says how it is written.
    init(_ text: String) throws {
        switch text {
        case "today": self = .today
        case "yesterday": self = .yesterday
        default:
            guard let numbers = DateArgument.numbers(text, [4, 2, 2]) else {
                throw ValidationError(
                    "'\(text)' is no date; write it like 2026-11-22, or today, or yesterday")
            }
            let days = UTCTime.days(year: numbers[0], month: numbers[1], day: numbers[2])
            guard (1...12).contains(numbers[1]),
                UTCTime.date(days: days) == (numbers[0], numbers[1], numbers[2])
            else { throw ValidationError("there is no day '\(text)' in the calendar") }
            self = .date(year: numbers[0], month: numbers[1], day: numbers[2])
        }
    }

    /// The day, by the clock of a zone.
    func day(_ calendar: PeriodCalendar, now: UTCTime) -> Period {
        switch self {
        case .date(let year, let month, let day):
            return calendar.day(year: year, month: month, day: day)
        case .today: return calendar.period(.day, at: now)
        case .yesterday:
            let today = calendar.period(.day, at: now)
            return calendar.period(
                .day, at: UTCTime(milliseconds: today.start.milliseconds - 1))
        }
    }

    /// Numbers of so many digits each, with hyphens between them.
    static func numbers(_ text: String, _ digits: [Int]) -> [Int]? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == digits,
            parts.allSatisfy({ part in
                part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            })
        else { return nil }
        return parts.compactMap { Int($0) }
    }
}
