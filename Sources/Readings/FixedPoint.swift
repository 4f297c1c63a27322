// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: an integer and how many of its digits stand behind the point.
///
/// A register of a meter travels as this from the wire to JSON; there is no binary floating point
/// on the way. `000025.653` is `FixedPoint(25_653, decimals: 3)` and prints as `25.653`.
public struct FixedPoint: Sendable, Hashable {
    /// The number without its point.
    public var mantissa: Int64
    /// How many digits stand behind the point, 0 to 18.
    public var decimals: UInt8

    /// Makes the number `mantissa` × 10^-`decimals`.
    public init(_ mantissa: Int64, decimals: UInt8 = 0) {
        self.mantissa = mantissa
        self.decimals = decimals
    }

    /// The same value with its point moved: the number times 10^`places`, exactly.
    ///
    /// `nil` when the result does not fit 64 bits or needs more than 18 decimals.
    public func timesPowerOfTen(_ places: Int) -> FixedPoint? {
        guard (-255...255).contains(places) else { return nil }
        let wanted = Int(decimals) - places
        if wanted >= 0 { return wanted <= 18 ? FixedPoint(mantissa, decimals: UInt8(wanted)) : nil }
        return FixedPoint(mantissa).rescaled(to: UInt8(-wanted)).map { FixedPoint($0.mantissa) }
    }

    /// The same value with more decimals; `nil` when that overflows or would drop digits.
    public func rescaled(to places: UInt8) -> FixedPoint? {
        guard places >= decimals else { return nil }
        var wide = mantissa
        for _ in decimals..<places {
            let (product, overflow) = wide.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            wide = product
        }
        return FixedPoint(wide, decimals: places)
    }

    /// The exact difference; `nil` on overflow.
    public func subtracting(_ other: FixedPoint) -> FixedPoint? {
        let places = max(decimals, other.decimals)
        guard let left = rescaled(to: places), let right = other.rescaled(to: places) else {
            return nil
        }
        let (difference, overflow) = left.mantissa.subtractingReportingOverflow(right.mantissa)
        return overflow ? nil : FixedPoint(difference, decimals: places)
    }
}

extension FixedPoint: CustomStringConvertible {
    /// The number as JSON writes it: no leading zeros, decimals as given.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the ASCII digits of ``description`` without making a string.
    public func write(to bytes: inout [UInt8]) {
        if mantissa < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = mantissa.magnitude
        var written = 0
        repeat {
            if written == Int(decimals), written > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        } while rest > 0 || written <= Int(decimals)
        bytes[start...].reverse()
    }
}
