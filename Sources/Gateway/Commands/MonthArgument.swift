// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Series

/// A month on the command line: `2026-11`.
struct MonthArgument: Hashable {
    let year: Int
    let month: Int

    /// Reads it, or says how it is written.
    init(_ text: String) throws {
        guard let numbers = DateArgument.numbers(text, [4, 2]), (1...12).contains(numbers[1])
        else { throw ValidationError("'\(text)' is no month; write it like 2026-11") }
        (year, month) = (numbers[0], numbers[1])
    }

    /// The month, by the clock of a zone.
    func period(_ calendar: PeriodCalendar) -> Period { calendar.month(year: year, month: month) }
}
