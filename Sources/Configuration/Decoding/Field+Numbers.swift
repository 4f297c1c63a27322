// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

// Numbers and durations.
extension Field {
    /// A whole number; `example` is one that makes sense here, unless that is the least.
    func integer(in range: ClosedRange<Int>, example: Int? = nil) -> Int? {
        guard let text = text() else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(ByteClass.isDigit) else {
            report(
                "expected a whole number, found '\(shown)'",
                "write digits only, such as \(example ?? range.lowerBound)")
            return nil
        }
        guard digits == "0" || !digits.hasPrefix("0") else {
            report(
                "a number with a leading zero is octal to some readers", "write it without the zero"
            )
            return nil
        }
        guard let number = Int(text), range.contains(number) else {
            report(
                "\(shown) is out of range",
                "write a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A number that may have decimals.
    func decimal() -> FixedPoint? {
        guard let text = text() else { return nil }
        guard !text.contains(","), !text.contains(" "), let number = FixedPoint(decimal: text.utf8)
        else {
            report("expected a decimal number, found '\(shown)'", "write it like 10443 or -0.5")
            return nil
        }
        return number
    }

    func duration(in range: ClosedRange<Duration>) -> Duration? {
        guard let text = text() else { return nil }
        guard let duration = Duration(written: text) else {
            let isBare = text.utf8.allSatisfy(ByteClass.isDigit)
            report(
                isBare ? "the duration '\(shown)' has no unit" : "'\(shown)' is no duration",
                isBare
                    ? "write \(shown)s or \(shown)ms"
                    : "write a whole number and ms, s, m, h, d or w, such as 10s")
            return nil
        }
        guard range.contains(duration) else {
            report(
                "\(shown) is out of range",
                "write a duration from \(range.lowerBound.written) to \(range.upperBound.written)")
            return nil
        }
        return duration
    }
}
