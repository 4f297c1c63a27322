// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// A port that says nothing sensible, as fast as its line can.
@Suite struct EndlessGarbageTests {
    private static let limit = Duration.seconds(90)

    private static func noise(_ payload: JSONValue) -> Int { payload["noise_bytes"]?.integer ?? 0 }

    @Test
    func
        `W8 garbage without end is no_valid_frame after a minute, one line in the log, and costs nobody`()
        async throws
    {
        var options = House.Options()
        (options.meters, options.sensors) = (2, 0)
        options.interval = "300ms"
        options.standsAlone = true
        let house = try await House(options)
        try house.forgetIntervals()
        // At the level of every day, since lines are counted.
        let gateway = try ChildProcess(
            [Programs.gateway, "run", "--config", house.path("meters.yaml")])
        for id in ["flat-1", "flat-2"] { #expect(await house.hears(id, 10)) }
        try await house.order("silence flat-2 on")
        try await house.order("garbage flat-2 on")
        let begun = ContinuousClock.now
        let trouble = Int64(house.ledger("flat-1").last?["mono_ns"]?.integer ?? 0)
        // The buffers have what they need by then.
        #expect(
            await house.tells("meters/flat-2/health", within: .seconds(30)) {
                Self.noise($0) > 50_000
            })
        let (warm, warmAt) = (ProcessFigures(of: gateway.pid), ContinuousClock.now)

        #expect(await house.tells("flat-2", code: "no_valid_frame", within: Self.limit))
        let took = ContinuousClock.now - begun
        let told = try #require(
            house.payloads("meters/flat-2/health").first { $0["code"] == .text("no_valid_frame") })
        #expect(told["state"] == .text("degraded"))
        #expect(took >= .seconds(58), "a minute since the last telegram")
        if Sanitizer.isOff { #expect(took < .seconds(65)) }
        #expect(await house.settles("meters/flat-2/availability", "offline"))
        let heard = house.telegrams("flat-1").count
        #expect(await house.hears("flat-1", heard + 30, within: .seconds(30)))

        let (last, lastAt) = (ProcessFigures(of: gateway.pid), ContinuousClock.now)
        let share = (last.busy - warm.busy) / (lastAt - warmAt)
        print(
            "W8: told after \(took), memory \(warm.own) to \(last.own) kB, \(share) of a processor")
        if Sanitizer.isOff {
            #expect(last.own <= warm.own + 4_096)
            #expect(share < 0.5)
        }
        #expect(last.descriptors <= warm.descriptors)
        let lines = gateway.lines.entries.filter { $0.contains("flat-2") && $0.contains("warning") }
        #expect(lines.count == 1, "\(lines)")

        try await house.silence(["flat-1"])
        try await house.order("garbage flat-2 off")
        let sent = house.sent("flat-1")
        #expect(await house.hears("flat-1", sent.count))
        Account.expectEqual(house.telegrams("flat-1"), sent, "flat-1")
        let during = Account.delays(house, "flat-1", since: trouble)
        #expect(during.count >= 150)
        if Sanitizer.isOff { #expect(during.percentile(99) <= .milliseconds(200)) }
        let after = house.payloads("meters/flat-2/health").drop {
            $0["code"] != .text("no_valid_frame")
        }
        #expect(after.allSatisfy { $0["code"] == .text("no_valid_frame") })
        #expect((after.last.map(Self.noise) ?? 0) > 300_000)
        #expect(await house.stop(gateway) == 0)
    }
}
