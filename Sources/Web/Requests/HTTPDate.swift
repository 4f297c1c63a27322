// SPDX-License-Identifier: Apache-2.0
import Readings

/// Dates as HTTP writes them (RFC 9110, 5.6.7).
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; for moments since 1970.
    static func text(_ time: UTCTime) -> String {
        let seconds = Int(max(0, time.seconds))
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let date = UTCTime.date(days: day)
        return "\(days[day % 7]), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
            + "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
