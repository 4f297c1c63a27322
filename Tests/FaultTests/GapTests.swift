// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// What is missing is told with its cause, and what the registers gained meanwhile.
@Suite struct GapTests {
    /// The next event of a kind, after so many.
    private func event(_ house: House, _ kind: String, after count: Int = 0) async -> JSONValue? {
        let isThere = await house.subscriber.messages.wait { messages in
            messages.count {
                $0.topic == "meters/flat-1/event" && $0.text.contains("\"\(kind)\"")
            } > count
        }
        guard isThere else { return nil }
        return house.payloads("meters/flat-1/event").last { $0["event"] == .text(kind) }
    }

    private func hearsMore(_ house: House) async -> Bool {
        await house.hears("flat-1", house.telegrams("flat-1").count + 2)
    }

    @Test func `W4 W16 S2 a gap knows whether frames were damaged, the cable was out, or neither`()
        async throws
    {
        let house = try await House.one(every: "300ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 3))
        try await house.order("flip-bit flat-1 2")
        let damaged = try #require(await event(house, "gap_closed"))
        #expect(damaged["cause"] == .text("damaged"))
        #expect(damaged["missed"] == .number("2"))
        #expect(damaged["energy_import_kwh"]?.written != nil)
        #expect(await hearsMore(house))

        try await house.order("jump flat-1 5")
        let skipped = try #require(await event(house, "gap_closed", after: 1))
        #expect(skipped["cause"] == .text("unknown"))
        #expect(skipped["missed"] == .number("5"))
        #expect(await hearsMore(house))

        try await house.order("unplug flat-1")
        #expect(await house.tells("flat-1", code: "port_lost"))
        try await house.order("jump flat-1 3")
        try await house.order("replug flat-1")
        let unplugged = try #require(await event(house, "gap_closed", after: 2))
        #expect(unplugged["cause"] == .text("cable_out"))
        #expect((unplugged["missed"]?.integer ?? 0) >= 3)
        #expect(await house.stop(gateway) == 0)

        let next = try await house.startGateway()
        try await house.order("jump flat-1 4")
        let off = try #require(await event(house, "gap_closed", after: 3))
        #expect(off["cause"] == .text("gateway_off"))
        #expect(await house.stop(next) == 0)
        let log = try await HouseLog(house, ["flat-1"])
        #expect(log.meters["flat-1"]?.gaps.count ?? 0 >= 4)
    }

    @Test func `W11 W18 a new key and another meter are events, with what was there before`()
        async throws
    {
        let house = try await House.one(every: "300ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("new-key flat-1")
        #expect(await house.tells("flat-1", code: "auth_failed"))
        let old = house.payloads("meters/flat-1/health").last?["key_fingerprint"]
        try house.write(house.text("keys/flat-1.key.new"), to: "keys/flat-1.key")
        gateway.send(SIGHUP)
        let renewed = try #require(await event(house, "key_changed"))
        #expect(renewed["previous_key_fingerprint"] == old)
        #expect(renewed["key_fingerprint"] != old)
        #expect(await hearsMore(house))
        try await house.order("swap flat-1")
        let swapped = try #require(await event(house, "meter_swapped"))
        #expect(swapped["previous_system_title"] == renewed["system_title"])
        #expect(swapped["system_title"] != renewed["system_title"])
        #expect(await hearsMore(house))
        #expect(await house.stop(gateway) == 0)
        let events = house.payloads("meters/flat-1/event")
        #expect(events.count { $0["event"] == .text("key_changed") } == 1)
        #expect(events.count { $0["event"] == .text("meter_swapped") } == 1)
        #expect(events.allSatisfy { $0["event"] != .text("replay") })
        house.expectSecrecy()
    }
}
