// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings

/// Says what the lines of a telegram mean.
enum TelegramLegend {
    /// One sentence on a code; `nil` for codes nobody knows.
    static func meaning(_ code: OBISCode) -> String? {
        if let row = OBISRegistry.row(for: code) { return row.sentence }
        let name = name(code)
        if let sentence = frame[name] { return sentence }
        guard code.a == 0, (1...4).contains(code.b), let what = channel[behind(name)] else {
            return nil
        }
        return "Meter behind the meter, channel \(code.b): \(what)"
    }

    /// The reading that an object became; `nil` if it became none.
    ///
    /// `number` is the object's last value, which tells the meters behind the meter apart.
    static func reading(_ code: OBISCode, _ number: FixedPoint?, _ readings: [Reading]) -> Reading?
    {
        guard let row = OBISRegistry.row(for: code) else {
            guard let number, channelRegisters.contains(behind(name(code))) else { return nil }
            return readings.first { reading in
                channelNames.contains { reading.name.hasPrefix($0) }
                    && reading.value == .number(number)
            }
        }
        return readings.first { reading in
            guard reading.name.hasPrefix(row.name) else { return false }
            let rest = reading.name.dropFirst(row.name.count)
            if rest.isEmpty { return true }
            // Only the unit may follow: `_kwh`, but not `_t1_kwh` and not `_2`.
            let unit = rest.dropFirst()
            return rest.first == "_" && unit != "time" && !unit.contains("_")
                && !unit.allSatisfy(\.isNumber)
        }
    }

    /// The code without its group F.
    private static func name(_ code: OBISCode) -> String {
        String(code.description.prefix { $0 != "*" })
    }

    /// What stands behind the channel.
    private static func behind(_ name: String) -> String {
        String(name.drop { $0 != ":" }.dropFirst())
    }

    private static let frame = [
        "1-3:0.2.8": "Version of the customer port.",
        "0-0:1.0.0": "The meter's clock; S in summer time, W in winter time.",
        "0-0:42.0.0": "The meter's number, as hex digits of its letters.",
        "0-0:96.1.0": "The meter's number, as hex digits of its letters.",
        "0-0:96.1.1": "The meter's number, as hex digits of its letters.",
        "1-0:99.97.0": "The last long power failures: when each ended and how long it was.",
        "0-0:96.13.1": "Short message of the grid operator.",
    ]

    private static let channel = [
        "24.1.0": "what it measures (2 electricity, 3 gas, 4 heat, 7 water).",
        "96.1.0": "its number.", "96.1.1": "its number.",
        "24.2.1": "its register, and when it was read.",
        "24.2.3": "its register, and when it was read.",
        "24.3.0": "its register, and when it was read.",
        "24.4.0": "its valve: 0 closed, 1 open.",
    ]

    private static let channelRegisters: Set = ["24.2.1", "24.2.3", "24.3.0"]

    private static let channelNames = [
        "gas_", "water_", "warm_water_", "heat_", "cooling_", "electricity_",
    ]
}
