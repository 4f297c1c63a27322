// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// What happens to one meter, and what its topics say of it.
@Suite struct EventTests {
    private static func house() async throws -> House {
        var options = House.Options()
        options.meters = 1
        options.sensors = 0
        return try await House(options)
    }

    private func event(_ house: House, _ kind: String) async -> JSONValue? {
        guard await house.tells("meters/flat-1/event", { $0["event"] == .text(kind) }) else {
            return nil
        }
        return house.payloads("meters/flat-1/event").last { $0["event"] == .text(kind) }
    }

    /// Waits for one more telegram than there are.
    private func hearsNext(_ house: House) async -> Bool {
        await house.hears("flat-1", house.telegrams("flat-1").count + 1)
    }

    @Test func `W13 clear text from a meter with a key is plaintext_refused, and heals`()
        async throws
    {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("clear flat-1 on")
        #expect(await house.tells("flat-1", code: "plaintext_refused"))
        let health = try #require(house.payloads("meters/flat-1/health").last)
        #expect(health["state"] == .text("offline"))
        #expect(await house.settles("meters/flat-1/availability", "offline"))
        #expect(house.telegrams("flat-1").allSatisfy { $0["authentication"] == .text("verified") })
        try await house.order("clear flat-1 off")
        #expect(await hearsNext(house))
        #expect(await house.settles("meters/flat-1/availability", "online"))
    }

    @Test func `W13 clear text is published unproven where it is allowed`() async throws {
        let house = try await Self.house()
        try house.configure {
            $0.replace("    key_file:", with: "    allow_plaintext: true\n    key_file:")
        }
        try await house.startGateway()
        #expect(await house.hears("flat-1", 1))
        try await house.order("clear flat-1 on")
        #expect(
            await house.tells("meters/flat-1/telegram") { $0["authentication"] == .text("none") })
        let telegram = try #require(
            house.telegrams("flat-1").last { $0["authentication"] == .text("none") })
        #expect(telegram["frame_counter"] == nil)
        #expect(telegram["system_title"] == nil)
        #expect(telegram["encrypted"] == .bool(false))
    }

    @Test func `W14 a replay is refused and an event, and moves no value`() async throws {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 3))
        try await house.order("replay flat-1 2")
        let event = try #require(await event(house, "replay"))
        #expect(event["frame_counter"]?.integer != nil)
        #expect(event["time"]?.written != nil)
        #expect(await hearsNext(house))
        try await house.silence(["flat-1"])
        #expect(await house.hears("flat-1", house.sent("flat-1").count))
        Account.expectEqual(house.telegrams("flat-1"), house.sent("flat-1"), "flat-1")
    }

    @Test func `W16 skipped counters are a gap_closed event with the exact number`() async throws {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("jump flat-1 4")
        let event = try #require(await event(house, "gap_closed"))
        #expect(event["missed"] == .number("4"))
        let from = try #require(event["from_counter"]?.integer)
        #expect(event["to_counter"] == .number("\(from + 3)"))
    }

    @Test func `W11 a renewed key is auth_failed until it is in the file, and no replay then`()
        async throws
    {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("new-key flat-1")
        #expect(await house.tells("flat-1", code: "auth_failed"))
        try house.write(house.text("keys/flat-1.key.new"), to: "keys/flat-1.key")
        gateway.send(SIGHUP)
        #expect(await hearsNext(house))
        let latest = try #require(house.telegrams("flat-1").last)
        #expect((latest["frame_counter"]?.integer ?? .max) < 1_000, "the counter begins at 0")
        #expect(await house.settles("meters/flat-1/availability", "online"))
        #expect(house.payloads("meters/flat-1/event").allSatisfy { $0["event"] != .text("replay") })
        house.expectSecrecy()
    }

    @Test func `W18 another meter under the same key is a meter_swapped event`() async throws {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        let before = house.telegrams("flat-1").last?["system_title"]
        try await house.order("swap flat-1")
        let swapped = try #require(await event(house, "meter_swapped"))
        #expect(
            swapped["previous_system_title"]?.written
                == before?.written.map { "…" + $0.suffix(4) })
        #expect(await hearsNext(house))
        #expect(house.telegrams("flat-1").last?["system_title"] != before)
    }

    @Test func `W21 the last telegram of summer and the first of winter keep their order in UTC`()
        async throws
    {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 1))
        try await house.order("dst flat-1")
        #expect(
            await house.tells("meters/flat-1/telegram") {
                $0["time"]?.written?.hasSuffix("T01:00:00Z") ?? false
            })
        let times = house.telegrams("flat-1").compactMap { $0["time"]?.written }.filter {
            $0.hasSuffix("T00:59:50Z") || $0.hasSuffix("T01:00:00Z")
        }
        // On the display 02:59:50 and 02:00:00: the hour that comes twice is told apart by S and W.
        #expect(times.count == 2)
        #expect(times.first?.hasSuffix("T00:59:50Z") ?? false)
        let sent = house.ledger("flat-1", kind: "telegram").filter {
            $0["fault"]?.written?.hasPrefix("dst") ?? false
        }
        #expect(sent.compactMap { $0["time"]?.written } == times)
    }

    @Test func `W2 W3 W4 W9 what is broken on the line is refused, what is only glued is read`()
        async throws
    {
        let house = try await Self.house()
        try await house.startGateway()
        #expect(await house.hears("flat-1", 1))
        for fault in [
            "bad-tag", "lose-byte", "insert-byte", "flip-bit", "truncate", "glue", "long-message",
        ] {
            try await house.order("\(fault) flat-1")
            #expect(await hearsNext(house))
        }
        #expect(await hearsNext(house))
        try await house.silence(["flat-1"])
        let wanted = house.ledger("flat-1", kind: "telegram").filter {
            [.null, .text("glue"), .text("long_message")].contains($0["fault"])
        }
        #expect(wanted.count { $0["fault"] == .text("glue") } == 2)
        #expect(await house.hears("flat-1", wanted.count))
        Account.expectEqual(house.telegrams("flat-1"), wanted, "flat-1")
    }
}
