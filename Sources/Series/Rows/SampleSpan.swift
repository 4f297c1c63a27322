// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a measured value did in a period: power, voltage, current, a tank's level.
public struct SampleSpan: Sendable, Hashable {
    /// The reading's name, `power_import_kw`.
    public let name: String
    /// How many times it was measured.
    public var count: Int
    /// The sum of all, for the mean.
    public var sum: FixedPoint
    /// The smallest.
    public var minimum: FixedPoint
    /// The greatest.
    public var maximum: FixedPoint
    /// The last.
    public var last: FixedPoint
    /// How much a level rose in all; `nil` for values that are no level.
    public var gain: FixedPoint?
    /// How much a level fell in all, as a positive number; `nil` for values that are no level.
    public var use: FixedPoint?

    /// Puts it together.
    public init(
        name: String, count: Int, sum: FixedPoint, minimum: FixedPoint, maximum: FixedPoint,
        last: FixedPoint, gain: FixedPoint? = nil, use: FixedPoint? = nil
    ) {
        self.name = name
        self.count = count
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
        self.last = last
        self.gain = gain
        self.use = use
    }

    /// One measurement.
    public init(name: String, value: FixedPoint, gain: FixedPoint? = nil, use: FixedPoint? = nil) {
        self.init(
            name: name, count: 1, sum: value, minimum: value, maximum: value, last: value,
            gain: gain, use: use)
    }

    /// The mean of all, rounded to the decimals of the values, halves away from zero.
    public var mean: FixedPoint {
        let divisor = Int64(max(1, count))
        let (quotient, rest) = sum.mantissa.quotientAndRemainder(dividingBy: divisor)
        let isUp = rest.magnitude >= divisor.magnitude - rest.magnitude
        return FixedPoint(
            isUp ? quotient + (rest < 0 ? -1 : 1) : quotient, decimals: sum.decimals)
    }

    /// Adds what comes later.
    mutating func append(_ later: SampleSpan) {
        count += later.count
        sum = sum.plus(later.sum)
        if later.minimum.isLess(than: minimum) { minimum = later.minimum }
        if maximum.isLess(than: later.maximum) { maximum = later.maximum }
        last = later.last
        gain = SampleSpan.total(gain, later.gain)
        use = SampleSpan.total(use, later.use)
    }

    private static func total(_ one: FixedPoint?, _ other: FixedPoint?) -> FixedPoint? {
        guard let one else { return other }
        return other.map(one.plus) ?? one
    }
}
