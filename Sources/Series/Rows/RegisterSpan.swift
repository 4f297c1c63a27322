// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a register did in a period.
///
/// `difference` is `end - start`, unless the register began anew in between (another meter): then
/// it is the sum of both parts.
public struct RegisterSpan: Sendable, Hashable {
    /// The reading's name, `energy_import_kwh`.
    public let name: String
    /// The register at the period's start: that of the last telegram at or before it; after a
    /// silence that began before, that of the first telegram after it.
    public var start: FixedPoint
    /// The register at the period's end: that of the last telegram in it.
    public var end: FixedPoint
    /// What was added in the period, exactly.
    public var difference: FixedPoint
    /// Whether it began anew at the period's start, so that what the period before ended with has
    /// nothing to do with `start`.
    public var isRestart: Bool

    /// Puts it together.
    public init(
        name: String, start: FixedPoint, end: FixedPoint, difference: FixedPoint,
        isRestart: Bool = false
    ) {
        self.name = name
        self.start = start
        self.end = end
        self.difference = difference
        self.isRestart = isRestart
    }

    /// Adds what comes later; what the register gained in between belongs to the whole.
    ///
    /// One that begins lower has nothing to do with this one: no register falls.
    mutating func append(_ later: RegisterSpan) {
        if !later.isRestart, !later.start.isLess(than: end) {
            difference = difference.plus(later.start.minus(end))
        }
        difference = difference.plus(later.difference)
        end = later.end
    }
}
