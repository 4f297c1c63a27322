// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// Gateway and broker are killed again and again while a street speaks.
@Suite struct GatewayKillTests {
    private static let meters = ["flat-1", "flat-2", "flat-3"]
    private static let kills =
        ProcessInfo.processInfo.environment["GATEWAY_KILLS"].flatMap(Int.init) ?? 10

    @Test
    func
        `Goal G5 Goal G7 P4 M2 whoever is killed, each telegram is stored once or counted as missed, and published`()
        async throws
    {
        var options = House.Options()
        options.meters = Self.meters.count
        options.sensors = 0
        options.interval = "100ms"
        options.street = ["--seed", "11"]
        let house = try await House(options)
        try house.forgetIntervals()
        try house.configure { $0.replace("mqtt:\n", with: "mqtt:\n  backlog_rate: 1000\n") }
        var gateway = try await house.startGateway()
        var random = SeededGenerator(seed: 7)
        var gatewayKills = 0
        for _ in 0..<Self.kills {
            let count = house.telegrams("flat-1").count + Int.random(in: 1...12, using: &random)
            #expect(await house.hears("flat-1", count, within: .seconds(40)))
            if Bool.random(using: &random) {
                gateway.send(SIGKILL)
                #expect(await gateway.waitForEnd() == 128 + SIGKILL)
                gateway = try await house.startGateway()
                gatewayKills += 1
            } else {
                try await house.restartBroker(seenBy: gateway)
            }
        }
        for id in Self.meters {
            let count = house.telegrams(id).count
            #expect(await house.hears(id, count + 2, within: .seconds(40)))
        }
        try await house.silence(Self.meters)
        for id in Self.meters { #expect(await isComplete(house, id)) }
        #expect(await house.stop(gateway) == 0)
        try await account(house, gatewayKills)
        house.expectSecrecy()
    }

    /// Whether the last frame that was sent has been published.
    private func isComplete(_ house: House, _ id: String) async -> Bool {
        let last = house.sent(id).last?["frame_counter"]
        return await house.tells("meters/\(id)/telegram", within: .seconds(40)) {
            $0["frame_counter"] == last
        }
    }

    private func account(_ house: House, _ gatewayKills: Int) async throws {
        let log = try await HouseLog(house, Self.meters)
        #expect(log.state == "ok")
        var stored = 0
        var missed = 0
        var repeats = 0
        for id in Self.meters {
            let meter = try #require(log.meters[id])
            // What nobody heard, while there was no gateway, is in the ledger too.
            let counted = house.ledger(id).compactMap { $0["frame_counter"]?.integer }
            let published = house.telegrams(id).compactMap { $0["frame_counter"]?.integer }
            #expect(Set(meter.stored).count == meter.stored.count, "\(id): none twice")
            #expect(meter.stored == meter.stored.sorted(), "\(id): in order")
            #expect(Set(published) == Set(meter.stored), "\(id): what is stored is published")
            let known = Set(meter.stored).union(meter.missing)
            let first = try #require(meter.stored.first)
            let last = try #require(meter.stored.last)
            let ledger = Set(counted.filter { $0 >= first && $0 <= last })
            #expect(ledger.subtracting(known).sorted() == [], "\(id): neither stored nor missed")
            #expect(known.subtracting(ledger).sorted() == [], "\(id): never sent")
            #expect(meter.missing.isDisjoint(with: meter.stored), "\(id)")
            #expect(meter.isBalanced, "\(id)")
            // New ones come in order; only what is repeated goes back.
            var highest = 0
            var news: [Int] = []
            for counter in published where counter > highest {
                news.append(counter)
                highest = counter
            }
            #expect(news == meter.stored, "\(id): first arrivals in order")
            stored += meter.stored.count
            missed += meter.missing.count
            repeats += published.count - meter.stored.count
        }
        print(
            "G5: \(Self.kills) kills, \(gatewayKills) of the gateway: \(stored) stored, \(missed) missed, "
                + "0 lost, 0 stored twice, \(repeats) published again")
        #expect(repeats <= 20 * Self.kills + 200 * gatewayKills)
    }
}
