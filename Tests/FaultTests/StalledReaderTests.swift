// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// A gateway that takes nothing from its port for a while.
@Suite struct StalledReaderTests {
    /// The frames that found no room on the line, by their counters.
    private static func overrun(_ house: House) -> [Int] {
        house.ledger("flat-1", kind: "overrun").compactMap { $0["frame_counter"]?.integer }
    }

    @Test
    func `S17 what a full kernel buffer had no room for is missed, and nothing else is wrong`()
        async throws
    {
        // A frame takes most of this on the line.
        let house = try await House.one(every: "100ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 10))
        let isStopped = ContinuousClock.now
        gateway.send(SIGSTOP)
        while Self.overrun(house).count < 30, .now - isStopped < .seconds(60) {
            try await Task.sleep(for: .milliseconds(50))
        }
        gateway.send(SIGCONT)
        let last = try #require(Self.overrun(house).last, "the buffer never filled")
        #expect(
            await house.tells("meters/flat-1/telegram", within: .seconds(30)) {
                ($0["frame_counter"]?.integer ?? 0) > last
            })
        try await house.silence(["flat-1"])

        // Each frame that was on the line whole arrives, and as it was sent.
        let sent = house.sent("flat-1")
        #expect(await house.hears("flat-1", sent.count, within: .seconds(30)))
        Account.expectEqual(house.telegrams("flat-1"), sent, "flat-1")
        let missing = Self.overrun(house)
        #expect(missing.count >= 30)
        #expect(
            await house.tells("meters/flat-1/health", within: .seconds(15)) {
                $0["missed"]?.integer == missing.count && $0["stored"]?.integer == sent.count
                    && $0["truncated"] == .number("0") && $0["crc_errors"] == .number("0")
                    && $0["tag_errors"] == .number("0") && $0["noise_bytes"] == .number("0")
            })
        #expect(await house.stop(gateway) == 0)
        let log = try #require(try await HouseLog(house, ["flat-1"]).meters["flat-1"])
        #expect(log.isBalanced, "stored and missed are all that was sent")
        #expect(log.stored == sent.compactMap { $0["frame_counter"]?.integer })
        #expect(log.missing == Set(missing))
        let first = log.stored.first ?? 0
        let all = house.ledger("flat-1").count { ($0["frame_counter"]?.integer ?? 0) >= first }
        #expect(log.stored.count + log.missing.count == all)
    }
}
