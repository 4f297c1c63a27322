// SPDX-License-Identifier: Apache-2.0

/// The `meters.yaml` with which a gateway reads the street.
struct StreetConfiguration {
    let plan: StreetPlan
    /// Names and ports of the meters, then of the sensors.
    let meters: [(id: String, port: String)]
    let sensors: [(id: String, port: String)]

    /// The text behind the mark of the first line.
    var text: String {
        var lines = [
            ": \(meters.count) meter(s), \(sensors.count) sensor(s), seed \(plan.seed).",
            "# None of this exists outside this computer; the keys open nothing real.",
            "version: 1",
            "gateway:",
            "  state_dir: state",
            "  timezone: Europe/Luxembourg",
            "mqtt:",
            "  url: \(LedgerValue.quoted(plan.broker))",
        ]
        if let port = plan.pagePort { lines += ["http:", "  listen: 127.0.0.1:\(port)"] }
        if !meters.isEmpty { lines.append("meters:") }
        for (number, meter) in meters.enumerated() {
            lines += [
                "  - id: \(meter.id)",
                "    name: Virtual flat \(number + 1)",
                "    port: \(LedgerValue.quoted(meter.port))",
                "    key_file: keys/\(meter.id).key",
            ]
            // A gateway knows of no shorter one; it learns how often a meter speaks.
            if plan.interval >= 1_000 {
                lines.append("    interval: \(StreetConfiguration.duration(plan.interval))")
            }
        }
        if !sensors.isEmpty { lines.append("sensors:") }
        for sensor in sensors {
            lines += [
                "  - id: \(sensor.id)",
                "    name: Virtual rainwater tank",
                "    port: \(LedgerValue.quoted(sensor.port))",
                "    baud: 9600",
                "    format: mb7060",
                "    values:",
                "      distance: {unit: cm}",
                "      volume: {from: distance, formula: (204.5 - x) * 51.07, unit: l, "
                    + "decimals: 0, minimum: 0, maximum: 10443}",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func duration(_ milliseconds: Int) -> String {
        milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}
