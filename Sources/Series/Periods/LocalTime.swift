// SPDX-License-Identifier: Apache-2.0

/// What calendar and clock show in a zone at one moment.
public struct LocalTime: Sendable, Hashable {
    /// The year.
    public let year: Int
    /// The month, from 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The hour, from 0 to 23.
    public let hour: Int
    /// The minute, from 0 to 59.
    public let minute: Int
    /// The second, from 0 to 59.
    public let second: Int
    /// How far local time is ahead of UTC, in seconds.
    public let offset: Int
}

extension LocalTime: CustomStringConvertible {
    /// ISO 8601 with the offset, `2026-03-29T03:00:00+02:00`.
    public var description: String {
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        return
            "\(date)T\(pad(hour)):\(pad(minute)):\(pad(second))\(sign)\(pad(minutes / 60)):\(pad(minutes % 60))"
    }

    /// The date, `2026-03-29`.
    public var date: String {
        let text = String(year)
        let zeros = String(repeating: "0", count: max(0, 4 - text.count))
        return "\(zeros)\(text)-\(pad(month))-\(pad(day))"
    }

    private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
