// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// What Prometheus gets.
    @Suite struct MetricsTests {
        @Test func `registers are joules and power is watts, exactly`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let answer = try await server.get("/metrics")
                #expect(
                    answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                let lines = Set(answer.text.split(separator: "\n"))
                for line in [
                    "meter_gateway_energy_import_joules_total{meter=\"flat-1\"} 24102000",
                    "meter_gateway_power_import_watts{meter=\"flat-1\"} 500",
                    "meter_gateway_voltage_volts{meter=\"flat-1\",phase=\"1\"} 230.1",
                    "meter_gateway_gas_cubic_meters_total{meter=\"flat-1\",channel=\"1\"} 12.345",
                    "meter_gateway_meter_up{meter=\"flat-1\"} 1",
                    "meter_gateway_telegrams_total{meter=\"flat-1\",result=\"ok\"} 41",
                    "meter_gateway_sensor_value{sensor=\"tank\",name=\"volume_l\"} 4162",
                    "meter_gateway_mqtt_connected 1",
                    "meter_gateway_build_info{version=\"1.2.3\"} 1",
                ] {
                    #expect(lines.contains(line[...]), "\(line)")
                }
            }
        }

        @Test func `S9 line errors are counted where the port offers that, and absent elsewhere`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                #expect(!(try await server.get("/metrics").text).contains("line_errors_total"))
                try server.live.judge(.named("flat-1")) {
                    ($0.framingErrors, $0.overruns) = (12, 0)
                }
                let text = try await server.get("/metrics").text
                let lines = text.split(separator: "\n").filter { $0.contains("line_errors_total{") }
                #expect(
                    lines == [
                        "meter_gateway_line_errors_total{meter=\"flat-1\",kind=\"framing\"} 12",
                        "meter_gateway_line_errors_total{meter=\"flat-1\",kind=\"overrun\"} 0",
                    ])
            }
        }

        @Test func `S9 line errors of sensors are counted like those of meters`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                try server.live.judge(.named("tank")) {
                    ($0.framingErrors, $0.overruns) = (7, 1)
                }
                let text = try await server.get("/metrics").text
                let lines = text.split(separator: "\n").filter { $0.contains("line_errors_total{") }
                #expect(
                    lines == [
                        "meter_gateway_sensor_line_errors_total{sensor=\"tank\",kind=\"framing\"} 7",
                        "meter_gateway_sensor_line_errors_total{sensor=\"tank\",kind=\"overrun\"} 1",
                    ])
            }
        }

        @Test func `a dead meter has no power, but its registers and counters`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                server.live.judge(try .named("flat-1"), isAvailable: false)
                let text = try await server.get("/metrics").text
                for name in ["power_import_watts", "voltage_volts", "current_amperes"] {
                    #expect(!text.contains("meter_gateway_\(name){meter=\"flat-1\""))
                }
                #expect(text.contains("meter_gateway_power_import_watts{meter=\"flat-2\"} 500"))
                #expect(text.contains("meter_gateway_meter_up{meter=\"flat-1\"} 0"))
                #expect(
                    text.contains("meter_gateway_energy_import_joules_total{meter=\"flat-1\"} "))
                #expect(
                    text.contains(
                        "meter_gateway_telegrams_total{meter=\"flat-1\",result=\"ok\"} 41"))
            }
        }

        @Test func `H1 a label is text, whatever stands in it`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                server.source.set(
                    DecodedTelegram(
                        latest: LatestReadings(received: .now(), readings: []),
                        header: "/Lux\\5\"\n# TYPE x counter", checksum: "valid", identity: nil,
                        lines: []
                    ),
                    of: try .named("flat-1"))
                let text = try await server.get("/metrics").text
                #expect(text.contains("model=\"/Lux\\\\5\\\"\\n# TYPE x counter\""))
            }
        }
    }
}
