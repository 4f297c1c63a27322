// SPDX-License-Identifier: Apache-2.0
import Readings

/// What Prometheus gets: registers and counters as long as they are known, live values only of
/// meters whose values are current.
struct MetricsPage {
    let live: LiveSnapshot
    let facts: GatewayFacts
    let model: (MeterID) -> String?
    let streams: Int
    let connections: Int
    let rejections: UInt64
    let wrongTokens: UInt64

    /// The page's bytes.
    var bytes: [UInt8] {
        var writer = MetricsWriter()
        writeRegisters(&writer)
        writeLive(&writer)
        writeHealth(&writer)
        writeSensors(&writer)
        writeGateway(&writer)
        writeServer(&writer)
        return writer.bytes
    }

    private var meters: [LiveItem] { live.meters.filter(\.profile.isEnabled) }
    private var sensors: [LiveItem] { live.sensors.filter(\.profile.isEnabled) }

    private func writeRegisters(_ writer: inout MetricsWriter) {
        for (name, reading, help) in [
            (
                "energy_import_joules_total", "energy_import_kwh",
                "Energy taken from the grid; divide by 3600000 for kWh."
            ),
            (
                "energy_export_joules_total", "energy_export_kwh",
                "Energy given to the grid; divide by 3600000 for kWh."
            ),
        ] {
            writer.family(name, .counter, help) { family in
                for item in meters {
                    family.add(["meter": item.id], item.latest?[reading]?.joulesFromKilowattHours)
                }
            }
        }
        for (name, kind) in [("gas", "Gas"), ("water", "Water")] {
            writer.family("\(name)_cubic_meters_total", .counter, "\(kind) used.") { family in
                for item in meters {
                    for channel in 1...4 {
                        let reading = channel == 1 ? "\(name)_m3" : "\(name)_\(channel)_m3"
                        family.add(
                            ["meter": item.id, "channel": "\(channel)"], item.latest?[reading])
                    }
                }
            }
        }
    }

    private func writeLive(_ writer: inout MetricsWriter) {
        let speaking = meters.filter(\.isAvailable)
        for (name, reading, help) in [
            ("power_import_watts", "power_import_kw", "Power taken from the grid now."),
            ("power_export_watts", "power_export_kw", "Power given to the grid now."),
        ] {
            writer.family(name, .gauge, help) { family in
                for item in speaking {
                    family.add(["meter": item.id], item.latest?[reading]?.timesPowerOfTen(3))
                }
            }
        }
        for (name, stem, suffix, help) in [
            ("voltage_volts", "voltage_l", "_v", "Voltage of a phase now."),
            ("current_amperes", "current_l", "_a", "Current of a phase now."),
        ] {
            writer.family(name, .gauge, help) { family in
                for item in speaking {
                    for phase in 1...3 {
                        family.add(
                            ["meter": item.id, "phase": "\(phase)"],
                            item.latest?["\(stem)\(phase)\(suffix)"])
                    }
                }
            }
        }
    }

    private func writeSensors(_ writer: inout MetricsWriter) {
        writer.family("sensor_up", .gauge, "Whether the sensor's values are current.") { family in
            for item in sensors { family.add(["sensor": item.id], item.isAvailable ? 1 : 0) }
        }
        writer.family(
            "sensor_value", .gauge, "A sensor's value now; the unit is the end of its name."
        ) { family in
            for item in sensors.filter(\.isAvailable) {
                for reading in item.latest?.readings ?? [] {
                    guard case .number(let number) = reading.value else { continue }
                    family.add(["sensor": item.id, "name": reading.name], number)
                }
            }
        }
        writer.family("sensor_samples_total", .counter, "Valid lines of a sensor.") { family in
            for item in sensors {
                family.add(["sensor": item.id], item.health?.counters.accepted)
            }
        }
        writer.family(
            "sensor_line_errors_total", .counter,
            "Bytes that a sensor's line spoiled or lost, where its driver counts them."
        ) { family in
            for item in sensors {
                guard let counters = item.health?.counters else { continue }
                family.add(["sensor": item.id, "kind": "framing"], counters.framingErrors)
                family.add(["sensor": item.id, "kind": "overrun"], counters.overruns)
            }
        }
    }
}

extension LiveItem {
    /// The label of it.
    var id: String { profile.id.text }
}

extension FixedPoint {
    /// Joules for kilowatt-hours, exactly; `nil` for what does not fit 64 bits.
    var joulesFromKilowattHours: FixedPoint? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 36)
        return overflow ? nil : FixedPoint(product, decimals: decimals).timesPowerOfTen(5)
    }
}
