// SPDX-License-Identifier: Apache-2.0

/// A moment in whole milliseconds of UTC since 1970-01-01, with the proleptic Gregorian calendar.
public struct UTCTime: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var milliseconds: Int64

    /// The moment that many milliseconds after the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment that many seconds after the epoch.
    public init(seconds: Int64) { self.milliseconds = seconds * 1_000 }

    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 {
        milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0)
    }

    /// The earlier moment is the smaller one.
    public static func < (left: UTCTime, right: UTCTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar.
    ///
    /// The month runs from 1 to 12 and the day from 1; neither is checked.
    public static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The calendar date of a number of days since 1970-01-01.
    public static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}

extension UTCTime: CustomStringConvertible {
    /// ISO 8601 in UTC with seconds, `2018-01-30T09:21:22Z`.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the ASCII of ``description``; with `fraction`, three decimals of the second.
    public func write(to bytes: inout [UInt8], fraction: Bool = false) {
        let total = seconds
        let days = total >= 0 ? total / 86_400 : (total - 86_399) / 86_400
        let second = Int(total - days * 86_400)
        let date = UTCTime.date(days: Int(days))
        func put(_ number: Int, _ digits: Int, _ after: StaticString) {
            var power = 1
            for _ in 1..<digits { power *= 10 }
            while power > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
                power /= 10
            }
            unsafe bytes.append(
                contentsOf: UnsafeBufferPointer(
                    start: after.utf8Start, count: after.utf8CodeUnitCount))
        }
        put(max(0, min(9_999, date.year)), 4, "-")
        put(date.month, 2, "-")
        put(date.day, 2, "T")
        put(second / 3_600, 2, ":")
        put(second / 60 % 60, 2, ":")
        put(second % 60, 2, fraction ? "." : "Z")
        if fraction { put(Int((milliseconds % 1_000 + 1_000) % 1_000), 3, "Z") }
    }
}
