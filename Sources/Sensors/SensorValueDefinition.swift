// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How one published value of a sensor comes about.
public struct SensorValueDefinition: Sendable, Hashable {
    /// Its name, `[a-z][a-z0-9_]*`, without the unit.
    public let name: String
    /// Its unit, which becomes the end of its name in JSON.
    public let unit: UnitSuffix
    /// The value it is made from: what the sensor said, or what an earlier definition gave.
    public let source: String
    /// The calculation on ``source``; without one the value is taken over.
    public let formula: Formula?
    /// Decimals of the result, rounded half away from zero; `nil` leaves a value as it was sent.
    public let decimals: UInt8?
    /// The least value that is believed.
    public let minimum: FixedPoint?
    /// The greatest value that is believed.
    public let maximum: FixedPoint?

    /// Defines a value; its source is its own name unless another is given.
    ///
    /// A value with a formula and no `decimals` has none.
    public init(
        name: String, unit: UnitSuffix = .none, source: String? = nil, formula: Formula? = nil,
        decimals: UInt8? = nil, minimum: FixedPoint? = nil, maximum: FixedPoint? = nil
    ) {
        self.name = name
        self.unit = unit
        self.source = source ?? name
        self.formula = formula
        self.decimals = formula == nil ? decimals : decimals ?? 0
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The name in JSON and on topics: `distance_cm`, `fill_percent`, or only the name when there
    /// is no unit.
    public var readingName: String { unit.text.isEmpty ? name : "\(name)_\(unit.text)" }

    /// The value for its source's; `nil` when the formula has no result or it lies outside the
    /// bounds.
    func value(for source: FixedPoint) -> FixedPoint? {
        var result = source
        if let formula {
            guard let computed = formula.value(for: source, decimals: decimals ?? 0) else {
                return nil
            }
            result = computed
        } else if let decimals {
            guard let rounded = Rational(source)?.rounded(decimals: decimals) else { return nil }
            result = rounded
        }
        if let minimum, result.isLess(than: minimum) { return nil }
        if let maximum, maximum.isLess(than: result) { return nil }
        return result
    }
}
