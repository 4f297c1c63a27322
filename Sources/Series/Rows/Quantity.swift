// SPDX-License-Identifier: Apache-2.0

/// A reading that a series keeps.
public struct Quantity: Sendable, Hashable {
    /// How it is kept.
    public enum Kind: Sendable, Hashable {
        /// It only grows: start, end and difference are kept.
        case register
        /// It is measured: smallest, mean, greatest and last are kept.
        case sample
    }

    /// The reading's name, as in messages: `energy_import_kwh`.
    public let name: String
    /// How it is kept.
    public let kind: Kind
    /// How many decimals meters usually send.
    public let decimals: UInt8
    /// The unit as people write it, `kWh`; empty for pure numbers.
    public let unit: String

    /// All quantities of meters, in the order in which rows list them.
    ///
    /// Sensors have others, named in the configuration; see ``sensor(_:)``.
    public static let all: [Quantity] = energy + channels + power + phases + grid

    /// The quantity of a name; `nil` for readings that no series keeps (states, counts, texts).
    public static func named(_ name: String) -> Quantity? { byName[name] }

    /// The quantity of a sensor's value, whatever its name: measured.
    public static func sensor(_ name: String) -> Quantity {
        named(name) ?? Quantity(name: name, kind: .sample, decimals: 0, unit: unit(of: name))
    }

    /// Whether a sensor's value is a level, of which gain and use are kept: litres, `volume_l`.
    public static func isLevel(_ name: String) -> Bool { name.hasSuffix("_l") }

    /// Whether a register counts the electricity that the meter itself measures, and not what hangs
    /// behind it.
    static func isOwnEnergy(_ name: String) -> Bool {
        name.hasPrefix("energy_") || name.hasPrefix("reactive_energy_")
    }

    /// Whether the first name comes before the second in a row.
    static func order(_ left: String, _ right: String) -> Bool {
        let (first, second) = (places[left] ?? .max, places[right] ?? .max)
        return first == second ? left < right : first < second
    }
}

extension Quantity {
    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    private static let places = Dictionary(
        all.enumerated().map { ($0.element.name, $0.offset) }
    ) { first, _ in first }

    private static let energy: [Quantity] =
        [register("energy_import_kwh"), register("energy_export_kwh")]
        + (1...4).flatMap {
            [register("energy_import_t\($0)_kwh"), register("energy_export_t\($0)_kwh")]
        }
        + [register("reactive_energy_import_kvarh"), register("reactive_energy_export_kvarh")]
        + (1...4).flatMap {
            [
                register("reactive_energy_import_t\($0)_kvarh"),
                register("reactive_energy_export_t\($0)_kvarh"),
            ]
        }

    /// Meters behind the meter: four M-Bus channels, the second of a kind is numbered.
    private static let channels: [Quantity] = [
        "gas_m3", "water_m3", "warm_water_m3", "heat_gj", "heat_kwh", "cooling_gj", "cooling_kwh",
        "electricity_kwh",
    ].flatMap { name in
        let split = name.lastIndex(of: "_") ?? name.endIndex
        return [register(name)]
            + (2...4).map { register("\(name[..<split])_\($0)\(name[split...])") }
    }

    private static let power: [Quantity] = [
        "power_import_kw", "power_export_kw", "reactive_power_import_kvar",
        "reactive_power_export_kvar", "apparent_power_import_kva", "apparent_power_export_kva",
        "demand_import_kw",
    ].map { sample($0, 3) }

    private static let phases: [Quantity] = (1...3).flatMap { phase in
        [
            sample("power_import_l\(phase)_kw", 3), sample("power_export_l\(phase)_kw", 3),
            sample("reactive_power_import_l\(phase)_kvar", 3),
            sample("reactive_power_export_l\(phase)_kvar", 3),
            sample("voltage_l\(phase)_v", 1), sample("current_l\(phase)_a", 0),
            sample("power_factor_l\(phase)", 3),
        ]
    }

    private static let grid: [Quantity] = [sample("frequency_hz", 2), sample("power_factor", 3)]

    private static func register(_ name: String) -> Quantity {
        Quantity(name: name, kind: .register, decimals: 3, unit: unit(of: name))
    }

    private static func sample(_ name: String, _ decimals: UInt8) -> Quantity {
        Quantity(name: name, kind: .sample, decimals: decimals, unit: unit(of: name))
    }

    private static func unit(of name: String) -> String {
        guard let split = name.lastIndex(of: "_") else { return "" }
        return units[String(name[name.index(after: split)...])] ?? ""
    }

    private static let units = [
        "kwh": "kWh", "kvarh": "kvarh", "m3": "m³", "gj": "GJ", "kw": "kW", "kvar": "kvar",
        "kva": "kVA", "v": "V", "a": "A", "hz": "Hz", "l": "l", "cm": "cm", "mm": "mm", "c": "°C",
        "percent": "%",
    ]
}
