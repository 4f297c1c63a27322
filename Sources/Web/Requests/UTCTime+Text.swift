// SPDX-License-Identifier: Apache-2.0
import Glibc
import Readings

extension UTCTime {
    /// The system's clock.
    static func now() -> UTCTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UTCTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// When the year 0000 begins: nothing before it can be written as a time of ours.
    static let yearZero = UTCTime(seconds: Int64(days(year: 0, month: 1, day: 1)) * 86_400)

    /// Reads `2026-11-22T12:00:00Z`, with or without seconds and a fraction; `nil` if it is not
    /// that, or no date.
    init?(iso8601 text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, _ end: String?) -> Int? {
            guard rest.count >= digits else { return nil }
            var value = 0
            for byte in rest.prefix(digits) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            rest = rest.dropFirst(digits)
            if let end {
                guard rest.first == end.utf8.first else { return nil }
                rest = rest.dropFirst()
            }
            return value
        }
        guard let year = number(4, "-"), let month = number(2, "-"), (1...12).contains(month),
            let day = number(2, "T"), let hour = number(2, ":"), hour < 24,
            let minute = number(2, nil), minute < 60
        else { return nil }
        var second = 0
        var milliseconds = 0
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard let read = number(2, nil), read < 60 else { return nil }
            second = read
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard (1...9).contains(digits.count) else { return nil }
                rest = rest.dropFirst(digits.count)
                for place in 0..<3 {
                    let digit =
                        digits.count > place
                        ? digits[digits.startIndex + place] : UInt8(ascii: "0")
                    milliseconds = milliseconds * 10 + Int(digit - UInt8(ascii: "0"))
                }
            }
        }
        guard Array(rest) == [UInt8(ascii: "Z")] else { return nil }
        let days = UTCTime.days(year: year, month: month, day: day)
        // A day that the month does not have comes back as another date.
        guard UTCTime.date(days: days) == (year, month, day) else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(milliseconds))
    }
}
