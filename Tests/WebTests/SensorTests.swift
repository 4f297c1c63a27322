// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// Sensors, and what they do not say.
    @Suite struct SensorTests {
        private static func sample(_ second: Int64, _ litres: Int64?) -> LatestReadings {
            LatestReadings(
                received: UTCTime(seconds: second),
                readings: litres.map {
                    [Reading(name: "volume_l", value: .number(FixedPoint($0)))]
                } ?? [])
        }

        @Test func `a sensor without an echo says since when it has no value`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let tank = try MeterID.named("tank")
                func told() async throws -> (now: [String: Any], latest: [String: Any]) {
                    (
                        try await server.get("/api/v1/meters/tank").json,
                        try await server.get("/api/v1/meters/tank/latest").json
                    )
                }
                let before = try await told()
                #expect(before.now["no_value_since"] is NSNull)
                #expect(before.latest["no_value_since"] == nil)

                server.live.take(Self.sample(1_700_000_000, nil), of: tank)
                server.live.take(Self.sample(1_700_000_010, nil), of: tank)
                let without = try await told()
                #expect(without.now["no_value_since"] as? String == "2023-11-14T22:13:20Z")
                #expect(without.latest["no_value_since"] as? String == "2023-11-14T22:13:20Z")
                #expect(without.now["received"] as? String == "2023-11-14T22:13:30.000Z")
                #expect((without.now["readings"] as? [String: Any])?.isEmpty == true)
                #expect(without.now["state"] as? String == "online")

                server.live.take(Self.sample(1_700_000_020, 4_000), of: tank)
                #expect(try await told().now["no_value_since"] is NSNull)
                server.live.take(Self.sample(1_700_000_030, nil), of: tank)
                let again = try await told()
                #expect(again.now["no_value_since"] as? String == "2023-11-14T22:13:50Z")
            }
        }

        @Test func `a health record is asked for the age of the latest sample`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let tank = try MeterID.named("tank")
                server.live.take(Self.sample(1_700_000_000, 4_000), of: tank)
                server.live.take(
                    ChannelHealth(
                        state: "online", code: "ok", hint: "", since: .now(), isAvailable: true,
                        record: { _, heard in
                            Array("{\"heard\":\(heard?.seconds ?? 0)}".utf8)
                        }), of: tank, now: .now())
                let health = try await server.get("/api/v1/meters/tank/health").json
                #expect(health["heard"] as? Int == 1_700_000_000)
            }
        }
    }
}
