// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension Words {
    /// A number with that many decimals, rounded half away from zero, thousands apart.
    func number(_ number: FixedPoint, decimals: UInt8) -> String {
        let rounded = number.rounded(to: decimals)
        let text = "\(rounded)"
        let parts = text.split(separator: ".")
        var whole = ""
        let digits = Array(parts[0].drop { $0 == "-" })
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { whole.append(groupSign) }
            whole.append(digit)
        }
        let sign = rounded.mantissa < 0 ? "−" : ""
        return sign + whole + (parts.count > 1 ? "\(decimalSign)\(parts[1])" : "")
    }

    /// `Sunday, 22 November 2026` in this language.
    func date(_ day: LocalTime) -> String {
        let days = UTCTime.days(year: day.year, month: day.month, day: day.day)
        // The first day of 1970 was a Thursday.
        let weekday = weekdays[(days % 7 + 10) % 7]
        return date(weekday, day.day, months[(day.month + 11) % 12], day.year)
    }

    /// `November 2026` in this language.
    func month(_ day: LocalTime) -> String {
        let name = months[(day.month + 11) % 12]
        return name.prefix(1).uppercased() + name.dropFirst() + " \(day.year)"
    }

    /// `06:30`; behind the day and month if that is not the day given.
    func time(_ time: LocalTime, on day: LocalTime) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(time.hour)):\(two(time.minute))"
        let isSame = (time.year, time.month, time.day) == (day.year, day.month, day.day)
        return isSame ? clock : "\(time.day).\(time.month). \(clock)"
    }
}

extension FixedPoint {
    /// The number with exactly that many decimals, rounded half away from zero.
    func rounded(to places: UInt8) -> FixedPoint {
        if let wider = rescaled(to: places) { return wider }
        guard places < decimals else { return self }
        var divisor: Int64 = 1
        for _ in places..<min(decimals, 18) { divisor *= 10 }
        let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
        let isAway = rest.magnitude >= divisor.magnitude - rest.magnitude
        return FixedPoint(isAway ? quotient + (mantissa < 0 ? -1 : 1) : quotient, decimals: places)
    }

    /// The nearest number in binary floating point, for drawing only.
    var approximation: Double {
        var value = Double(mantissa)
        for _ in 0..<decimals { value /= 10 }
        return value
    }
}
