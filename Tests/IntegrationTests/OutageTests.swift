// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// The broker comes late, or goes and comes back.
@Suite struct OutageTests {
    private static let meters = ["flat-1", "flat-2", "flat-3"]

    private static func house(brokerRuns: Bool) async throws -> House {
        var options = House.Options()
        options.meters = meters.count
        options.brokerRuns = brokerRuns
        return try await House(options)
    }

    /// Lets the broker come up and the subscriber be there before the gateway finds it.
    private func startBroker(_ house: House, before gateway: ChildProcess) async throws {
        gateway.send(SIGSTOP)
        try await house.broker.start()
        try await house.subscriber.subscribe()
        gateway.send(SIGCONT)
    }

    /// Expects each frame in order; some may have come twice, at most those in flight when the connection broke.
    private func expectAll(_ house: House, repeats: Int) async throws {
        try await house.silence(Self.meters)
        for id in Self.meters {
            let sent = house.sent(id)
            let last = sent.last?["frame_counter"]?.written ?? ""
            #expect(
                await house.tells("meters/\(id)/telegram", within: .seconds(20)) {
                    $0["frame_counter"]?.written == last
                })
            var seen: Set<String> = []
            let first = house.telegrams(id).filter {
                seen.insert($0["frame_counter"]?.written ?? "").inserted
            }
            #expect(house.telegrams(id).count - first.count <= repeats)
            Account.expectEqual(first, sent, id)
        }
    }

    @Test func `M1 a broker that comes late gets everything, in order`() async throws {
        let house = try await Self.house(brokerRuns: false)
        let gateway = try await house.startGateway()
        #expect(
            await gateway.lines.wait(within: .seconds(10)) {
                $0.count { $0.contains("accepted") } >= 12
            })
        try await startBroker(house, before: gateway)
        for id in Self.meters { #expect(await house.hears(id, 6, within: .seconds(35))) }
        try await expectAll(house, repeats: 0)
        #expect(await house.stop(gateway) == 0)
        house.expectSecrecy()
    }

    @Test
    func
        `M2 M15 a broker that is killed and forgets gets all telegrams and all retained state again`()
        async throws
    {
        let house = try await Self.house(brokerRuns: true)
        let gateway = try await house.startGateway()
        for id in Self.meters { #expect(await house.hears(id, 3)) }
        let before = house.subscriber.messages.entries.count
        await house.broker.killAndWait()
        let accepted = gateway.lines.entries.count { $0.contains("accepted") }
        #expect(
            await gateway.lines.wait(within: .seconds(10)) {
                $0.count { $0.contains("accepted") } >= accepted + 9
            })
        try await startBroker(house, before: gateway)
        for id in Self.meters { #expect(await house.hears(id, 8, within: .seconds(35))) }
        let again = house.subscriber.messages.entries.dropFirst(before).map(\.topic)
        let availability = again.firstIndex { $0.hasSuffix("/availability") } ?? .max
        let latest = again.firstIndex(of: "meters/flat-1") ?? .max
        #expect(availability < latest, "availability first")
        for topic in [
            "gateway/state", "gateway/health", "flat-1/availability", "flat-2/health", "rainwater",
        ] {
            #expect(again.contains("meters/\(topic)"), "\(topic) again")
        }
        try await expectAll(house, repeats: 20)
        #expect(
            await house.tells("meters/gateway/health") {
                $0["broker"]?["reconnects"] == .number("1")
            })
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `M15 after a restart of both the broker has the latest readings again`()
        async throws
    {
        let house = try await Self.house(brokerRuns: true)
        let first = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.silence(Self.meters)
        let last = house.sent("flat-1").last?["frame_counter"]
        #expect(await house.tells("meters/flat-1") { $0["frame_counter"] == last })
        #expect(await house.stop(first) == 0)
        let before = try #require(house.subscriber.texts(on: "meters/flat-1").last)
        await house.broker.killAndWait()
        try await house.broker.start()
        try await house.subscriber.subscribe()
        let seen = house.subscriber.messages.entries.count
        let second = try await house.startGateway()
        #expect(
            await house.subscriber.messages.wait {
                $0.dropFirst(seen).contains { $0.topic == "meters/flat-1" }
            })
        let again = house.subscriber.messages.entries.dropFirst(seen)
        #expect(again.filter { $0.topic == "meters/flat-1" }.map(\.text) == [before])
        let online = again.filter { $0.topic == "meters/flat-1/availability" }.map(\.text)
        #expect(!online.isEmpty)
        #expect(online.allSatisfy { $0 == #"{"state":"offline"}"# })
        #expect(await house.stop(second) == 0)
    }
}
