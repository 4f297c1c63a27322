// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// What the daemon keeps of an hour, against what the street sent in it.
@Suite struct RolledHistoryTests {
    @Test func `each minute of the history holds exactly what the street sent in it`() async throws
    {
        var options = House.Options()
        options.meters = 1
        options.sensors = 0
        options.street = ["--past", "2"]
        let house = try await House(options)
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 62, within: .seconds(60)))
        try await house.silence(["flat-1"])
        #expect(await house.hears("flat-1", house.sent("flat-1").count, within: .seconds(60)))
        // What is left is rolled up at the end.
        #expect(await house.stop(gateway) == 0)

        let export = try await Programs.gateway(
            "export",
            arguments: [
                "--config", house.path("meters.yaml"), "--meter", "flat-1", "--from", "yesterday",
                "--to", "today", "--resolution", "minute", "--format", "json",
            ])
        #expect(export.status == 0, "\(export.errors)")
        guard case .array(let rows)? = JSONValue(export.output.joined()) else {
            Issue.record("no rows")
            return
        }
        let sent = house.sent("flat-1")
        // The street does not wait for the gateway to come.
        #expect(rows.count >= 30)
        #expect(rows.reduce(0) { $0 + ($1["telegrams"]?.integer ?? 0) } == sent.count)
        for row in rows { Self.expect(row, of: sent) }
    }

    /// Expects a row to hold the telegrams after its start, up to and including its end.
    private static func expect(_ row: JSONValue, of sent: [JSONValue]) {
        guard let start = row["start"]?.written, let end = row["end"]?.written else {
            Issue.record("a row without its times")
            return
        }
        // Times of one form are ordered as their texts are.
        let inside = sent.filter { telegram in
            guard let time = telegram["time"]?.written else { return false }
            return start < time && time <= end
        }
        #expect(row["telegrams"]?.integer == inside.count, "\(start)")
        guard let last = inside.last else { return }
        for name in ["energy_import_kwh", "energy_export_kwh", "gas_m3", "water_m3"] {
            let register = row["registers"]?[name]?["end"]?.written
            #expect(register == last[name]?.written, "\(start) \(name)")
        }
        for name in ["power_import_kw", "voltage_l1_v"] {
            let sample = row["samples"]?[name]?["last"]?.written
            #expect(sample == last[name]?.written, "\(start) \(name)")
        }
    }
}
