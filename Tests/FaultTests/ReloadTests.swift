// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// The configuration changes while the gateway runs.
@Suite struct ReloadTests {
    private static let meters = ["flat-1", "flat-2"]

    private static func house(_ interval: String = "300ms") async throws -> House {
        var options = House.Options()
        options.meters = meters.count
        options.sensors = 0
        options.interval = interval
        let house = try await House(options)
        try house.forgetIntervals()
        return house
    }

    /// A meter that was never in the file before; its port does not exist.
    private static let another = """
          - id: another
            port: /dev/none-of-ours
            key: "00000000000000000000000000000001"

        """

    /// Expects all that a meter sent, without a gap.
    private func expectWhole(_ house: House, _ id: String) async throws {
        try await house.silence([id])
        #expect(await house.hears(id, house.sent(id).count))
        Account.expectEqual(house.telegrams(id), house.sent(id), id)
    }

    @Test func `P3 a meter that is added or removed takes no byte from the others`() async throws {
        let house = try await Self.house("100ms")
        let gateway = try await house.startGateway()
        for id in Self.meters { #expect(await house.hears(id, 3)) }
        let original = house.text("meters.yaml")
        for round in 0..<6 {
            let isAdded = round.isMultiple(of: 2)
            try house.write(original + (isAdded ? Self.another : ""), to: "meters.yaml")
            gateway.send(SIGHUP)
            let taken = round + 1
            #expect(
                await gateway.lines.wait {
                    $0.count { $0.contains("Configuration taken over") } >= taken
                })
            #expect(await house.hears("flat-1", house.telegrams("flat-1").count + 3))
        }
        for id in Self.meters { try await expectWhole(house, id) }
        let health = house.payloads("meters/flat-1/health").last
        #expect(health?["reconnects"] == .number("0"))
        #expect(health?["truncated"] == .number("0"))
        #expect(await house.stop(gateway) == 0)
    }

    @Test
    func `P3 ports that reloads exchange one after the other are never in use by the gateway`()
        async throws
    {
        var options = House.Options()
        options.meters = 2
        options.interval = "300ms"
        let house = try await House(options)
        try house.forgetIntervals()
        let gateway = try await house.startGateway()
        for id in Self.meters { #expect(await house.hears(id, 1)) }
        let original = house.text("meters.yaml")
        for round in 1...40 {
            // Every entry is another one, and the channels before may still open their ports.
            var text = original
            for id in Self.meters + ["rainwater"] {
                text = text.replacing(
                    "- id: \(id)\n", with: "- id: \(id)\n    gap: \(200 + round)ms\n")
            }
            try house.write(text, to: "meters.yaml")
            gateway.send(SIGHUP)
            #expect(
                await gateway.lines.wait {
                    $0.count { $0.contains("Configuration taken over") } >= round
                })
        }
        for id in Self.meters {
            #expect(await house.hears(id, house.telegrams(id).count + 3))
        }
        let samples = house.payloads("meters/rainwater").count
        #expect(
            await house.subscriber.messages.wait { messages in
                messages.count { $0.topic == "meters/rainwater" } > samples
            })
        for id in Self.meters + ["rainwater"] {
            let health = house.payloads("meters/\(id)/health")
            #expect(health.allSatisfy { $0["code"] != .text("port_busy") }, "\(id)")
            #expect(health.allSatisfy { $0["last_error"]?["code"] != .text("port_busy") }, "\(id)")
        }
        #expect(!gateway.lines.entries.contains { $0.contains("in use by") })
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P3 a meter goes on at once under another name, and two exchange theirs`()
        async throws
    {
        let house = try await Self.house("200ms")
        let gateway = try await house.startGateway()
        for id in Self.meters { #expect(await house.hears(id, 3)) }
        let original = house.text("meters.yaml")
        try house.write(
            original.replacing("id: flat-1\n", with: "id: renamed\n"), to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(await house.hears("renamed", 3))
        let last = try #require(house.telegrams("flat-1").last?["frame_counter"]?.integer)
        let first = try #require(house.telegrams("renamed").first?["frame_counter"]?.integer)
        // A frame that was half read goes with its channel.
        #expect(first > last && first <= last + 2)
        let title = house.telegrams("renamed").last?["system_title"]
        try house.write(
            original.replacing("id: flat-1\n", with: "id: other\n")
                .replacing("id: flat-2\n", with: "id: renamed\n")
                .replacing("id: other\n", with: "id: flat-2\n"), to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(
            await house.tells("meters/flat-2/telegram") { $0["system_title"] == title })
        let before = house.telegrams("renamed").count
        #expect(await house.hears("renamed", before + 2))
        for id in ["renamed", "flat-2"] {
            #expect(
                house.payloads("meters/\(id)/health").allSatisfy {
                    $0["code"] != .text("duplicate_meter")
                })
        }
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P3 nothing stays retained of a meter that is removed before it spoke`()
        async throws
    {
        let house = try await Self.house("200ms")
        try house.configure { $0.replace("mqtt:\n", with: "mqtt:\n  topics: [json, values]\n") }
        let before = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        #expect(await house.stop(before) == 0)
        try await house.silence(["flat-1"])
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-2", house.telegrams("flat-2").count + 1))
        try house.configure { text in
            text = text.components(separatedBy: "  - id: ").filter { !$0.hasPrefix("flat-1\n") }
                .joined(separator: "  - id: ")
        }
        gateway.send(SIGHUP)
        #expect(await gateway.lines.wait { $0.contains { $0.contains("Removed") } })
        // The latest word on each topic of state is none.
        let passing = ["meters/flat-1/telegram", "meters/flat-1/event"]
        let isGone: @Sendable ([ReceivedMessage]) -> Bool = { messages in
            let own = messages.filter {
                "\($0.topic)/".hasPrefix("meters/flat-1/") && !passing.contains($0.topic)
            }
            let latest = Dictionary(own.map { ($0.topic, $0.payload) }) { $1 }
            return latest.keys.contains("meters/flat-1/energy_import_kwh")
                && latest.values.allSatisfy(\.isEmpty)
        }
        #expect(await house.subscriber.messages.wait { isGone($0) })
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P3 day files that are asked for while it runs are there at once`() async throws {
        var options = House.Options()
        options.meters = 1
        options.sensors = 0
        // An hour and a half from there on is yesterday's, at whatever time of day.
        options.street = ["--past", "25"]
        let house = try await House(options)
        let past = try await house.startGateway()
        #expect(await house.hears("flat-1", 90, within: .seconds(30)))
        // What it stored is in the history once it has ended.
        #expect(await house.stop(past) == 0)
        let heads = house.payloads("meters/flat-1/chain").count
        let gateway = try await house.startGateway()
        // Where the history cannot be read at the start, it is with the next minute.
        #expect(
            await house.subscriber.messages.wait(within: .seconds(90)) { messages in
                messages.count { $0.topic == "meters/flat-1/chain" } > heads
            })
        #expect(gateway.lines.entries.contains { $0.contains("Day files") } == false)
        try house.configure { $0 += "day_files: {}\n" }
        gateway.send(SIGHUP)
        #expect(await gateway.lines.wait { $0.contains { $0.contains("Day files written") } })
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: house.path("state/days/flat-1"))
        #expect(folders.isEmpty == false)
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `C2 C12 a mistake at a reload changes nothing and is told until it is gone`()
        async throws
    {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        let original = house.text("meters.yaml")
        // One bad entry among good ones: none of the file is taken, not even the good meter.
        try house.write(
            original + Self.another + "  - id: Bad Name\n    port: /dev/x\n    baud: fast\n",
            to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(
            await house.tells("meters/gateway/health") {
                $0["last_error"]?.written?.hasPrefix("config_error") ?? false
            })
        let printed = gateway.lines.entries.filter { $0.contains("Configuration not taken over") }
        #expect(printed.count >= 2, "all problems at once")
        #expect(await house.hears("flat-2", house.telegrams("flat-2").count + 3))
        #expect(house.payloads("meters/another/health").isEmpty)
        try house.write(original, to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(
            await house.subscriber.messages.wait { messages in
                messages.last { $0.topic == "meters/gateway/health" }
                    .flatMap { JSONValue($0.text) }?["last_error"] == .null
            })
        for id in Self.meters { try await expectWhole(house, id) }
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `M4 a password that was mended counts with SIGHUP`() async throws {
        var options = House.Options()
        options.meters = 1
        options.sensors = 0
        options.interval = "200ms"
        options.broker.users = ["gateway": "right"]
        let house = try await House(options)
        try house.forgetIntervals()
        try house.write("wrong\n", to: "password")
        try house.configure { text in
            text.replace(
                "mqtt:\n", with: "mqtt:\n  username: gateway\n  password_file: password\n")
        }
        let gateway = try await house.startGateway()
        #expect(await gateway.lines.wait { $0.contains { $0.contains("refuses our login") } })
        // The broker is mended: the next attempt would be a minute away.
        options.broker.users = ["gateway": "wrong"]
        try await house.broker.reload(options.broker)
        gateway.send(SIGHUP)
        let began = ContinuousClock.now
        #expect(await house.hears("flat-1", 2))
        // The password is changed on both sides, and the broker started again.
        try house.write("new\n", to: "password")
        gateway.send(SIGHUP)
        #expect(
            await gateway.lines.wait { $0.contains { $0.contains("Configuration taken over") } })
        #expect(!gateway.lines.entries.contains { $0.contains("at the next start") })
        await house.broker.killAndWait()
        options.broker.users = ["gateway": "new"]
        try await house.broker.start(options.broker)
        try await house.subscriber.subscribe()
        #expect(await house.hears("flat-1", house.telegrams("flat-1").count + 2))
        #expect(ContinuousClock.now - began < .seconds(30))
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P10 a mistake that is saved and sent with SIGHUP is logged once`() async throws {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        let original = house.text("meters.yaml")
        // The order is there before the watch, which lets a file rest before it has it read.
        gateway.send(SIGSTOP)
        try house.write(original + "metres: []\n", to: "meters.yaml")
        gateway.send(SIGHUP)
        gateway.send(SIGCONT)
        #expect(await gateway.lines.wait { $0.contains { $0.contains("not taken over") } })
        #expect(
            await gateway.lines.wait {
                $0.contains { $0.contains("read again: ") && $0.contains("the file changed") }
            })
        #expect(gateway.lines.entries.count { $0.contains("not taken over") } == 1)
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `C12 G10 at the start one bad entry, or one line for two meters, is refused whole`()
        async throws
    {
        let house = try await Self.house()
        try house.configure("line.yaml") { text in
            for id in Self.meters {
                text.replace(
                    "    key_file: keys/\(id)",
                    with: "    data_request: {chip: gpiochip0, line: 17}\n    key_file: keys/\(id)")
            }
        }
        let shared = try await Programs.gateway("run", "--config", house.path("line.yaml"))
        #expect(shared.status == 78)
        #expect(shared.errors.contains("17"))
        try house.write(
            house.text("meters.yaml") + "  - id: Bad Name\n    port: /dev/x\n", to: "bad.yaml")
        let bad = try await Programs.gateway("run", "--config", house.path("bad.yaml"))
        #expect(bad.status == 78)
    }
}
