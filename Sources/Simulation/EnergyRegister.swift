// SPDX-License-Identifier: Apache-2.0
import Readings

/// A register that adds up power over time and loses nothing to rounding.
///
/// It counts watt-milliseconds; what it shows is whole watt-hours, as kWh with three decimals.
struct EnergyRegister: Sendable, Hashable {
    private static let perWattHour: Int64 = 3_600_000
    private var wattMilliseconds: Int64

    init(wattHours: Int64) { wattMilliseconds = wattHours * EnergyRegister.perWattHour }

    /// Adds so many watts for so long; negative ones count nothing.
    mutating func add(watts: Int, milliseconds: Int64) {
        wattMilliseconds += Int64(max(0, watts)) * max(0, milliseconds)
    }

    /// What the display shows: kWh (or kvarh), rounded down to the watt-hour; it rolls over at a
    /// million.
    var kilo: FixedPoint {
        FixedPoint(wattMilliseconds / EnergyRegister.perWattHour % 1_000_000_000, decimals: 3)
    }
}
