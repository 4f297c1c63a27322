// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// Three ports in trouble, three others that do not notice.
@Suite struct TroubleTests {
    private static let good = ["flat-1", "flat-2"]

    @Test
    func
        `S2 W1 W10 Goal G11 short: an unplugged, a noisy and a wrongly keyed meter disturb nobody`()
        async throws
    {
        var options = House.Options()
        options.interval = "200ms"
        options.standsAlone = true
        let house = try await House(options)
        try house.configure { text in
            text =
                text.split(separator: "\n").filter { !$0.contains("interval:") }.joined(
                    separator: "\n") + "\n"
        }
        let gateway = try await house.startGateway()
        for id in Self.good + ["flat-5"] {
            #expect(await house.hears(id, 30, within: .seconds(20)))
        }

        let trouble = try await cause(in: house)
        for id in Self.good + ["flat-5"] {
            #expect(await house.hears(id, 75, within: .seconds(30)))
        }
        try await house.silence(["flat-1", "flat-2", "flat-5", "rainwater"])
        try await house.order("garbage flat-5 off")

        for id in Self.good + ["flat-5"] {
            #expect(await house.hears(id, house.sent(id).count))
            Account.expectEqual(house.telegrams(id), house.sent(id), id)
        }
        #expect(
            house.payloads("meters/rainwater").count >= house.ledger("rainwater", kind: "sample")
                .count - 1)
        expectDelays(house, trouble)
        expectGarbageCounted(house)
        try await house.order("replug flat-4")
        #expect(await house.settles("meters/flat-4/availability", "online"))
        #expect(
            await gateway.lines.wait {
                $0.contains { $0.contains("flat-4") && $0.contains("Well again") }
            })
        #expect(await house.stop(gateway) == 0)
        house.expectSecrecy()
    }

    /// Causes the trouble and expects each port to say what it is; when that was, in nanoseconds.
    private func cause(in house: House) async throws -> Int64 {
        try await house.order("garbage flat-5 on")
        try await house.order("new-key flat-3")
        try await house.order("unplug flat-4")
        #expect(await house.tells("flat-4", code: "port_lost"))
        let unplugged = house.ledger("flat-4", kind: "unplugged").last?["mono_ns"]?.integer ?? 0
        let told = house.subscriber.messages.entries.first {
            $0.topic == "meters/flat-4/health" && JSONValue($0.text)?["code"] == .text("port_lost")
        }
        let delay = Duration.nanoseconds((told?.arrival ?? .max) - Int64(unplugged))
        print("unplugged: told after \(delay)")
        if Sanitizer.isOff {
            #expect(delay <= .milliseconds(1_500))
        }
        #expect(await house.settles("meters/flat-4/availability", "offline"))

        #expect(await house.tells("flat-3", code: "auth_failed"))
        let failed = house.payloads("meters/flat-3/health").first {
            $0["code"] == .text("auth_failed")
        }
        #expect(failed?["tag_errors"] == .number("3"), "after exactly three frames")
        #expect(failed?["state"] == .text("offline"))
        return Int64(unplugged)
    }

    private func expectDelays(_ house: House, _ trouble: Int64) {
        let all = Self.good.flatMap { Account.delays(house, $0) }.sorted()
        let during = Self.good.flatMap { Account.delays(house, $0, since: trouble) }.sorted()
        print(
            "G11: last byte to subscriber p50 \(all.percentile(50)), p99 \(all.percentile(99)) of \(all.count); "
                + "with trouble p50 \(during.percentile(50)), p99 \(during.percentile(99)) of \(during.count)"
        )
        #expect(all.count - during.count >= 50 && during.count >= 50)
        if Sanitizer.isOff {
            #expect(all.percentile(99) <= .milliseconds(200))
            #expect(during.percentile(99) <= .milliseconds(200))
        }
    }

    private func expectGarbageCounted(_ house: House) {
        let health = house.payloads("meters/flat-5/health")
        #expect((health.last?["noise_bytes"]?.integer ?? 0) > 10_000)
        #expect(
            health.dropFirst().allSatisfy {
                $0["code"] == .text("ok") || $0["code"] == .text("starting")
            })
        #expect(
            house.payloads("meters/flat-5/availability").last == JSONValue(#"{"state":"online"}"#))
    }
}
