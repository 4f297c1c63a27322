// SPDX-License-Identifier: Apache-2.0

/// The one table from OBIS codes to readings; to know another code, add a row.
///
/// Names follow `docs/mqtt.md`: import flows from the grid to the customer (+P, 1.x), export the
/// other way (-P, 2.x). (Luxembourg P1 specification 1.1.3, table 3.1; DSMR 5.0.2, 6.12; Fluvius
/// e-MUCS 1.7.1.)
public enum OBISRegistry {
    /// All rows.
    public static let rows: [OBISRow] =
        energy + tariffs + power + phases + network + limits + states + messages

    /// The row of a code; Swiss meters print the energy codes with channel 1.
    ///
    /// An F group below 255 names a billing period that is over: such a value is no reading of now.
    public static func row(for code: OBISCode) -> OBISRow? {
        guard code == code.withoutF else { return nil }
        if let row = byCode[code] { return row }
        return code.a == 1 && code.b == 1 ? byCode[code.onChannelZero] : nil
    }

    private static let byCode = Dictionary(
        rows.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    private static func electricity(_ c: UInt8, _ d: UInt8, _ e: UInt8 = 0) -> OBISCode {
        OBISCode(1, 0, c, d, e)
    }

    private static let energy: [OBISRow] = [
        OBISRow(
            electricity(1, 8), "energy_import", .quantity(.kWh),
            "Energy taken from the grid since installation."),
        OBISRow(
            electricity(2, 8), "energy_export", .quantity(.kWh),
            "Energy given to the grid since installation."),
        OBISRow(
            electricity(3, 8), "reactive_energy_import", .quantity(.kvarh),
            "Reactive energy taken from the grid."),
        OBISRow(
            electricity(4, 8), "reactive_energy_export", .quantity(.kvarh),
            "Reactive energy given to the grid."),
    ]

    private static let tariffs: [OBISRow] = (1...4).flatMap { (tariff: UInt8) in
        [
            OBISRow(
                electricity(1, 8, tariff), "energy_import_t\(tariff)", .quantity(.kWh),
                "Energy taken from the grid in tariff \(tariff)."),
            OBISRow(
                electricity(2, 8, tariff), "energy_export_t\(tariff)", .quantity(.kWh),
                "Energy given to the grid in tariff \(tariff)."),
            OBISRow(
                electricity(3, 8, tariff), "reactive_energy_import_t\(tariff)", .quantity(.kvarh),
                "Reactive energy taken from the grid in tariff \(tariff)."),
            OBISRow(
                electricity(4, 8, tariff), "reactive_energy_export_t\(tariff)", .quantity(.kvarh),
                "Reactive energy given to the grid in tariff \(tariff)."),
        ]
    }

    private static let power: [OBISRow] = [
        OBISRow(
            electricity(1, 7), "power_import", .quantity(.kW),
            "Power taken from the grid now, all phases."),
        OBISRow(
            electricity(2, 7), "power_export", .quantity(.kW),
            "Power given to the grid now, all phases."),
        OBISRow(
            electricity(3, 7), "reactive_power_import", .quantity(.kvar),
            "Reactive power taken from the grid now."),
        OBISRow(
            electricity(4, 7), "reactive_power_export", .quantity(.kvar),
            "Reactive power given to the grid now."),
        OBISRow(
            electricity(9, 7), "apparent_power_import", .quantity(.kVA),
            "Apparent power taken from the grid now."),
        OBISRow(
            electricity(10, 7), "apparent_power_export", .quantity(.kVA),
            "Apparent power given to the grid now."),
        OBISRow(
            electricity(1, 4), "demand_import", .quantity(.kW),
            "Mean power of the running quarter hour."),
        OBISRow(
            electricity(1, 6), "peak_demand_month", .peak(.kW),
            "Highest quarter hour of this month."),
    ]

    private static let phases: [OBISRow] = (1...3).flatMap { (phase: UInt8) in
        let c = 20 * phase
        func row(_ code: OBISCode, _ name: String, _ unit: Unit, _ what: String) -> OBISRow {
            OBISRow(code, "\(name)_l\(phase)", .quantity(unit), "\(what) of phase \(phase).")
        }
        return [
            row(electricity(c + 1, 7), "power_import", .kW, "Power taken from the grid"),
            row(electricity(c + 2, 7), "power_export", .kW, "Power given to the grid"),
            row(
                electricity(c + 3, 7), "reactive_power_import", .kvar,
                "Reactive power taken from the grid"),
            row(
                electricity(c + 4, 7), "reactive_power_export", .kvar,
                "Reactive power given to the grid"),
            row(electricity(c + 12, 7), "voltage", .V, "Voltage"),
            row(electricity(c + 11, 7), "current", .A, "Current"),
            OBISRow(
                electricity(c + 12, 32), "voltage_sags_l\(phase)", .count,
                "Voltage sags of phase \(phase)."),
            OBISRow(
                electricity(c + 12, 36), "voltage_swells_l\(phase)", .count,
                "Voltage swells of phase \(phase)."),
            OBISRow(
                electricity(c + 13, 7), "power_factor_l\(phase)", .ratio,
                "Power factor of phase \(phase)."),
        ]
    }

    private static let network: [OBISRow] = [
        OBISRow(electricity(14, 7), "frequency", .quantity(.Hz), "Frequency of the grid."),
        OBISRow(electricity(13, 7), "power_factor", .ratio, "Power factor over all phases."),
        OBISRow(
            OBISCode(0, 0, 96, 7, 21), "power_failures", .count, "Power failures in any phase."),
        OBISRow(
            OBISCode(0, 0, 96, 7, 9), "long_power_failures", .count,
            "Long power failures in any phase."),
    ]

    private static let limits: [OBISRow] = [
        OBISRow(
            OBISCode(0, 0, 17, 0, 0), "power_limit", .quantity(.kVA),
            "Power above which the breaker opens."),
        OBISRow(
            OBISCode(1, 1, 31, 4, 0), "current_limit", .pair(.A, second: "current_limit_export"),
            "Current above which the breaker opens, import and export."),
        OBISRow(
            OBISCode(1, 1, 34, 4, 0), "current_limit", .pair(.A, second: "current_limit_export"),
            "The same by the code that the Luxembourg table prints."),
        OBISRow(electricity(31, 4), "current_limit", .quantity(.A), "Current of the main fuse."),
    ]

    private static let states: [OBISRow] = [
        OBISRow(OBISCode(0, 0, 96, 14, 0), "tariff", .state, "Tariff that counts now."),
        OBISRow(
            OBISCode(0, 0, 96, 3, 10), "breaker", .state,
            "Breaker: 0 off, 1 on, 2 ready to be switched on."),
        OBISRow(OBISCode(0, 1, 96, 3, 10), "relay_1", .state, "Relay 1: 0 off, 1 on."),
        OBISRow(OBISCode(0, 2, 96, 3, 10), "relay_2", .state, "Relay 2: 0 off, 1 on."),
    ]

    private static let messages: [OBISRow] =
        [OBISRow(OBISCode(0, 0, 96, 13, 0), "message", .text, "Message of the grid operator.")]
        + (2...5).map { (channel: UInt8) in
            OBISRow(
                OBISCode(0, 0, 96, 13, channel), "message_\(channel)", .text,
                "Message of the grid operator on channel \(channel).")
        }
}
