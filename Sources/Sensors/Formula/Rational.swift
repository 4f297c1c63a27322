// SPDX-License-Identifier: Apache-2.0
import Readings

/// An exact fraction of two 128-bit integers in lowest terms; each operation is `nil` when it does
/// not fit.
struct Rational: Sendable, Hashable {
    private let numerator: Int128
    /// Above 0.
    private let denominator: Int128

    private init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator != 0, numerator != .min, denominator != .min else { return nil }
        let sign: Int128 = denominator < 0 ? -1 : 1
        let divisor = Rational.greatestCommonDivisor(abs(numerator), abs(denominator))
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    init?(_ number: FixedPoint) {
        self.init(Int128(number.mantissa), over: Rational.powerOfTen(number.decimals))
    }

    var negated: Rational? { Rational(-numerator, over: denominator) }

    func adding(_ other: Rational) -> Rational? {
        guard let left = Rational.product(numerator, other.denominator),
            let right = Rational.product(other.numerator, denominator),
            let below = Rational.product(denominator, other.denominator)
        else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : Rational(sum, over: below)
    }

    func subtracting(_ other: Rational) -> Rational? { other.negated.flatMap(adding) }

    func multiplied(by other: Rational) -> Rational? {
        guard let above = Rational.product(numerator, other.numerator),
            let below = Rational.product(denominator, other.denominator)
        else { return nil }
        return Rational(above, over: below)
    }

    /// `nil` also for a division by zero.
    func divided(by other: Rational) -> Rational? {
        guard let above = Rational.product(numerator, other.denominator),
            let below = Rational.product(denominator, other.numerator)
        else { return nil }
        return Rational(above, over: below)
    }

    /// The nearest number with that many decimals; halves go away from zero.
    func rounded(decimals: UInt8) -> FixedPoint? {
        guard let scaled = Rational.product(numerator, Rational.powerOfTen(decimals)) else {
            return nil
        }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator)
        // Not 2 × remainder: that might not fit.
        let isHalfOrMore = abs(remainder) >= denominator - abs(remainder)
        let away: Int128 = isHalfOrMore ? scaled.signum() : 0
        return Int64(exactly: quotient + away).map { FixedPoint($0, decimals: decimals) }
    }

    private static func product(_ left: Int128, _ right: Int128) -> Int128? {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? nil : product
    }

    /// 10^`places` for 0 to 18, as ``FixedPoint`` has them.
    private static func powerOfTen(_ places: UInt8) -> Int128 {
        (0..<min(places, 18)).reduce(1) { power, _ in power * 10 }
    }

    private static func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (larger, smaller) = (left, right)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}
