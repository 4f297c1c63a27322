// SPDX-License-Identifier: Apache-2.0
import Readings

/// Puts a household into the words of a Luxembourg meter: all 55 objects, in the order of real
/// telegrams.
///
/// E-Meter P1 specification 1.1.3, table 3.1; 1-1:31.4.0 as meters print it, where the table says
/// 34.
struct LuxembourgList {
    let header: String
    let identity: MeterIdentity
    let time: UTCTime
    let message: String

    /// The telegram of this moment.
    func telegram(of house: Household) -> MeterTelegram {
        var text = TelegramText(header: header)
        text.line("1-3:0.2.8", "(42)")
        text.line("0-0:1.0.0", "(\(CentralEuropeanTime.stamp(time)))")
        text.line("0-0:42.0.0", "(\(HexText.upper(identity.name.utf8)))")
        sums(of: house, to: &text)
        states(to: &text)
        phases(of: house, to: &text)
        devices(of: house, to: &text)
        return MeterTelegram(
            text: text.finished(), time: UTCTime(seconds: time.seconds), readings: text.readings)
    }

    private func sums(of house: Household, to text: inout TelegramText) {
        let active = Self.split(house.active)
        let reactive = Self.split(house.reactive)
        let apparent = Int64(PhasePower.apparent(house.active, house.reactive))
        let registers = [
            ("1-0:1.8.0", house.energyImport, "kWh", "energy_import_kwh"),
            ("1-0:2.8.0", house.energyExport, "kWh", "energy_export_kwh"),
            ("1-0:3.8.0", house.reactiveImport, "kvarh", "reactive_energy_import_kvarh"),
            ("1-0:4.8.0", house.reactiveExport, "kvarh", "reactive_energy_export_kvarh"),
        ]
        for (code, register, unit, name) in registers {
            text.quantity(code, register.kilo, digits: 6, unit: unit, name: name)
        }
        text.quantity("1-0:1.7.0", active.taken, digits: 2, unit: "kW", name: "power_import_kw")
        text.quantity("1-0:2.7.0", active.given, digits: 2, unit: "kW", name: "power_export_kw")
        text.derived("power_net_kw", FixedPoint(Int64(house.active), decimals: 3))
        text.quantity(
            "1-0:3.7.0", reactive.taken, digits: 2, unit: "kvar", name: "reactive_power_import_kvar"
        )
        text.quantity(
            "1-0:4.7.0", reactive.given, digits: 2, unit: "kvar", name: "reactive_power_export_kvar"
        )
        text.quantity(
            "0-0:17.0.0", FixedPoint(276, decimals: 1), digits: 3, unit: "kVA",
            name: "power_limit_kva")
        let importing = house.active >= 0
        text.quantity(
            "1-0:9.7.0", FixedPoint(importing ? apparent : 0, decimals: 3), digits: 2, unit: "kVA",
            name: "apparent_power_import_kva")
        text.quantity(
            "1-0:10.7.0", FixedPoint(importing ? 0 : apparent, decimals: 3), digits: 2, unit: "kVA",
            name: "apparent_power_export_kva")
        text.line("1-1:31.4.0", "(063*A)(-063*A)", name: "current_limit_a", reads: "63")
        text.derived("current_limit_export_a", FixedPoint(-63))
    }

    private func states(to text: inout TelegramText) {
        text.count("0-0:96.3.10", 1, digits: 1, name: "breaker")
        text.count("0-1:96.3.10", 0, digits: 1, name: "relay_1")
        text.count("0-2:96.3.10", 0, digits: 1, name: "relay_2")
        text.count("0-0:96.7.21", Int(identity.serial % 40), digits: 5, name: "power_failures")
        for (phase, code) in [32, 52, 72].enumerated() {
            let sags = Int(identity.serial >> UInt32(phase)) % 16
            text.count("1-0:\(code).32.0", sags, digits: 5, name: "voltage_sags_l\(phase + 1)")
        }
        for (phase, code) in [32, 52, 72].enumerated() {
            text.count(
                "1-0:\(code).36.0", phase % 2, digits: 5, name: "voltage_swells_l\(phase + 1)")
        }
        if message.isEmpty {
            text.line("0-0:96.13.0", "()")
        } else {
            text.line(
                "0-0:96.13.0", "(\(HexText.upper(message.utf8)))", name: "message", reads: message)
        }
        for channel in 2...5 { text.line("0-0:96.13.\(channel)", "()") }
    }

    private func phases(of house: Household, to text: inout TelegramText) {
        let phases = Array(house.phases.enumerated())
        for (index, phase) in phases {
            let volts = FixedPoint(Int64(phase.volts) * 10, decimals: 1)
            text.quantity(
                "1-0:\(32 + 20 * index).7.0", volts, digits: 3, unit: "V",
                name: "voltage_l\(index + 1)_v")
        }
        for (index, phase) in phases {
            text.quantity(
                "1-0:\(31 + 20 * index).7.0", FixedPoint(Int64(phase.amperes)), digits: 3,
                unit: "A", name: "current_l\(index + 1)_a")
        }
        for (index, phase) in phases {
            let name = "power_import_l\(index + 1)_kw"
            flow("1-0:\(21 + 20 * index).7.0", Self.split(phase.active).taken, "kW", name, &text)
        }
        for (index, phase) in phases {
            let name = "power_export_l\(index + 1)_kw"
            flow("1-0:\(22 + 20 * index).7.0", Self.split(phase.active).given, "kW", name, &text)
        }
        for (index, phase) in phases {
            let name = "reactive_power_import_l\(index + 1)_kvar"
            flow(
                "1-0:\(23 + 20 * index).7.0", Self.split(phase.reactive).taken, "kvar", name, &text)
        }
        for (index, phase) in phases {
            let name = "reactive_power_export_l\(index + 1)_kvar"
            flow(
                "1-0:\(24 + 20 * index).7.0", Self.split(phase.reactive).given, "kvar", name, &text)
        }
    }

    private func flow(
        _ code: String, _ value: FixedPoint, _ unit: String, _ name: String,
        _ text: inout TelegramText
    ) {
        text.quantity(code, value, digits: 2, unit: unit, name: name)
    }

    private func devices(of house: Household, to text: inout TelegramText) {
        for (channel, kind, device) in [(1, "gas", house.gas), (2, "water", house.water)] {
            text.count("0-\(channel):24.1.0", device.type, digits: 3)
            text.line("0-\(channel):96.1.0", "(\(device.identifier))")
            let stamp = CentralEuropeanTime.stamp(device.captured)
            let index = TelegramText.padded(device.index, digits: 5)
            text.line(
                "0-\(channel):24.2.1", "(\(stamp))(\(index)*m3)",
                name: "\(kind)_m3", reads: device.index.description)
            text.noted("\(kind)_time", device.captured.description)
            if channel == 1 { text.line("0-1:24.4.0", "(1)") }
        }
    }

    /// What is taken from the grid and what is given to it, in thousandths; one of the two is 0.
    private static func split(_ value: Int) -> (taken: FixedPoint, given: FixedPoint) {
        (
            FixedPoint(Int64(max(0, value)), decimals: 3),
            FixedPoint(Int64(max(0, -value)), decimals: 3)
        )
    }
}
