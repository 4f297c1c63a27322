// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// A sensor whose entry changes while the gateway runs, and what the broker retains of it.
@Suite struct ReloadedSensorTests {
    private static func house() async throws -> House {
        var options = House.Options()
        options.meters = 1
        options.interval = "300ms"
        let house = try await House(options)
        try house.forgetIntervals()
        try house.configure { $0.replace("mqtt:\n", with: "mqtt:\n  topics: [json, values]\n") }
        return house
    }

    /// Gives the sensor these values.
    private static func give(_ values: [String], in house: House) throws {
        try house.configure { text in
            let begin = text.range(of: "    values:\n")?.upperBound ?? text.endIndex
            text = String(text[..<begin]) + values.map { "      \($0)\n" }.joined()
        }
    }

    /// The topics of the sensor's values that the broker retains.
    private static func retained(in house: House) async throws -> Set<String> {
        let fresh = try await MQTTSubscriber.subscribed(
            to: "meters/rainwater/#", port: house.broker.subscriberPort)
        // All that is retained comes before what the sensor says next.
        #expect(await fresh.messages.wait { $0.contains { !$0.isRetained } })
        let others = ["meters/rainwater", "availability", "health"]
        return Set(
            fresh.messages.entries.filter(\.isRetained).map { message in
                message.topic.replacing("meters/rainwater/", with: "")
            }
        ).subtracting(others)
    }

    private static func takenOver(_ gateway: ChildProcess) async -> Bool {
        await gateway.lines.wait { $0.contains { $0.contains("Configuration taken over") } }
    }

    @Test func `P3 a value that a sensor cannot give any more does not stay retained`() async throws
    {
        let house = try await Self.house()
        try Self.give(
            [
                "distance: {unit: cm}", "volume: {from: distance, unit: l}",
                "raw: {from: distance}", "health: {from: distance, unit: cm}",
            ], in: house)
        let gateway = try await house.startGateway()
        for name in ["distance_cm", "volume_l", "raw_value", "health_cm"] {
            #expect(await house.tells("meters/rainwater/\(name)"))
        }
        // Another name of the same topic is no reason to clear it.
        try Self.give(
            [
                "distance: {unit: cm}", "water: {from: distance, unit: l}",
                "raw_value: {from: distance}",
            ], in: house)
        #expect(await Self.takenOver(gateway))
        #expect(await house.tells("meters/rainwater/water_l"))
        for name in ["volume_l", "health_cm"] {
            let topic = "meters/rainwater/\(name)"
            #expect(
                await house.subscriber.messages.wait { messages in
                    messages.last { $0.topic == topic }?.payload.isEmpty == true
                })
        }
        #expect(
            house.subscriber.messages.entries.allSatisfy {
                $0.topic != "meters/rainwater/raw_value" || !$0.payload.isEmpty
            })
        #expect(
            try await Self.retained(in: house) == ["distance_cm", "water_l", "raw_value"])
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P3 a value that a sensor can give stays, said or not, also one of an earlier run`()
        async throws
    {
        let house = try await Self.house()
        let all = ["distance: {unit: cm}", "near: {from: distance}", "far: {from: distance}"]
        try Self.give(all, in: house)
        let before = try await house.startGateway()
        for name in ["distance_cm", "near", "far"] {
            #expect(await house.tells("meters/rainwater/\(name)"))
        }
        #expect(await house.stop(before) == 0)
        // From now on the sensor gives neither, as if another alternative matched.
        let silent = all.map {
            $0.replacing("{from: distance}", with: "{from: distance, maximum: 0}")
        }
        try Self.give(silent, in: house)
        let gateway = try await house.startGateway()
        let count = house.payloads("meters/rainwater").count
        #expect(
            await house.subscriber.messages.wait { messages in
                messages.count { $0.topic == "meters/rainwater" } > count + 1
            })
        #expect(try await Self.retained(in: house) == ["distance_cm", "near", "far"])
        try Self.give(Array(silent.dropLast()), in: house)
        #expect(await Self.takenOver(gateway))
        #expect(
            await house.subscriber.messages.wait { messages in
                messages.last { $0.topic == "meters/rainwater/far" }?.payload.isEmpty == true
            })
        #expect(try await Self.retained(in: house) == ["distance_cm", "near"])
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P3 nothing of a meter stays retained where a sensor takes its id`() async throws {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(await house.tells("meters/flat-1/energy_import_kwh"))
        #expect(await house.tells("meters/rainwater/distance_cm"))
        try house.configure { text in
            // The sensor is called flat-1, and the meter is no more.
            let meters = text.range(of: "meters:\n  - id")?.lowerBound ?? text.endIndex
            let sensors = text.range(of: "sensors:\n")?.lowerBound ?? text.endIndex
            let sensor = text[sensors...].replacing("id: rainwater", with: "id: flat-1")
            text = String(text[..<meters]) + sensor
        }
        #expect(await Self.takenOver(gateway))
        #expect(await house.tells("meters/flat-1/distance_cm"))
        #expect(
            await house.subscriber.messages.wait { messages in
                let latest = Dictionary(messages.map { ($0.topic, $0.text) }) { $1 }
                return latest["meters/flat-1/energy_import_kwh"] == ""
                    && latest["meters/flat-1/chain"]?.isEmpty ?? true
                    && latest["meters/flat-1"]?.contains("distance_cm") == true
                    && latest["meters/flat-1/availability"]?.contains("online") == true
                    && latest["meters/rainwater/distance_cm"] == ""
            })
        #expect(await house.stop(gateway) == 0)
        // The log still has the meter's telegrams.
        let count = house.subscriber.messages.entries.count
        let again = try await house.startGateway()
        #expect(
            await house.subscriber.messages.wait { messages in
                messages.dropFirst(count).count { $0.topic == "meters/flat-1/distance_cm" } > 2
            })
        let later = house.subscriber.messages.entries.dropFirst(count)
        #expect(!later.contains { $0.topic == "meters/flat-1" && $0.text.contains("counter") })
        #expect(!later.contains { $0.topic == "meters/flat-1/energy_import_kwh" })
        #expect(await house.stop(again) == 0)
    }
}
