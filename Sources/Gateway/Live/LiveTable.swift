// SPDX-License-Identifier: Apache-2.0
import Readings

/// The live view as text: a table of meters and one of sensors.
struct LiveTable {
    private var rows: [String: LiveRow] = [:]
    private let order: [String]

    /// Shows the given meters and sensors in this order, heard of or not.
    init(meters: [String], sensors: [String]) {
        order =
            meters.map { LiveRow.Kind.meter.rawValue + $0 }
            + sensors.map { LiveRow.Kind.sensor.rawValue + $0 }
        for id in meters { rows[LiveRow.Kind.meter.rawValue + id] = LiveRow(kind: .meter, id: id) }
        for id in sensors {
            rows[LiveRow.Kind.sensor.rawValue + id] = LiveRow(kind: .sensor, id: id)
        }
    }

    /// Takes a row over.
    mutating func take(_ row: LiveRow) { rows[row.kind.rawValue + row.id]?.merge(row) }

    /// Whether every meter is online with verified telegrams, and every sensor with samples.
    var isComplete: Bool {
        order.compactMap { rows[$0] }.allSatisfy { row in
            guard row["state"] == HealthWord.online else {
                return row["state"] == HealthWord.disabled
            }
            return row.kind == .sensor
                ? !row["values"].isEmpty : row["authentication"] == "verified"
        }
    }

    /// The table at a moment.
    func text(now: UTCTime) -> String {
        var text = ""
        let shown = order.compactMap { rows[$0] }
        let meters = shown.filter { $0.kind == .meter }
        let sensors = shown.filter { $0.kind == .sensor }
        if !meters.isEmpty {
            text += LiveTable.lay(
                [
                    "METER", "STATE", "IMPORT kW", "EXPORT kW", "IMPORTED kWh", "EXPORTED kWh",
                    "FRAME", "SEAL", "AGE",
                ],
                meters.map { row in
                    [
                        row.id, LiveTable.state(row), row["power_import_kw"],
                        row["power_export_kw"],
                        row["energy_import_kwh"], row["energy_export_kwh"], row["counter"],
                        row["authentication"],
                        LiveTable.age(row, now),
                    ]
                }, leftAligned: [0, 1, 7])
        }
        if !sensors.isEmpty {
            if !text.isEmpty { text += "\n" }
            text += LiveTable.lay(
                ["SENSOR", "STATE", "VALUES", "AGE"],
                sensors.map { [$0.id, LiveTable.state($0), $0["values"], LiveTable.age($0, now)] },
                leftAligned: [0, 1, 2])
        }
        let hints = shown.filter { !$0["hint"].isEmpty && $0["code"] != "starting" }
        if !hints.isEmpty { text += "\n" + hints.map { "\($0.id): \($0["hint"])\n" }.joined() }
        return text
    }

    private static func state(_ row: LiveRow) -> String {
        guard !row["state"].isEmpty else { return "…" }
        return row["code"] == "ok" || row["code"].isEmpty
            ? row["state"] : "\(row["state"]): \(row["code"])"
    }

    private static func age(_ row: LiveRow, _ now: UTCTime) -> String {
        guard let received = Int64(row["received"]) else { return "" }
        return "\(max(0, now.milliseconds - received) / 1_000) s"
    }

    private static func lay(_ head: [String], _ rows: [[String]], leftAligned: Set<Int>) -> String {
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([head] + rows).map { row in
            let cells = row.indices.map { column in
                let fill = String(repeating: " ", count: widths[column] - row[column].count)
                return leftAligned.contains(column) ? row[column] + fill : fill + row[column]
            }
            var line = cells.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

/// The words of health that the table looks for.
private enum HealthWord {
    static let online = "online"
    static let disabled = "disabled"
}
