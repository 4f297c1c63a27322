// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Clients of the page that are slow, many and greedy, beside meters that speak.
@Suite struct SlowClientTests {
    private static let meters = (1...5).map { "flat-\($0)" }

    /// What the server may keep for its clients, in kilobytes: of the 64 connections that it serves each has at
    /// most 128 KiB in the process (64 KiB unsent, a request of 74 KiB never at once with it).
    private static let bound = 64 * 128

    /// 10 s a round, unless METER_LONG says how many rounds.
    private static let rounds =
        ProcessInfo.processInfo.environment["METER_LONG"].flatMap { Int($0) } ?? 3

    @Test
    func
        `Goal G16 no frame is late and memory stays bounded beside 500 slow connections and 200 streams`()
        async throws
    {
        let page = try LoopbackPort.free()
        var options = House.Options()
        options.street = ["--page", "\(page)"]
        options.standsAlone = true
        let house = try await House(options)
        let gateway = try ChildProcess(
            [Programs.gateway, "run", "--config", house.path("meters.yaml")])
        for id in Self.meters { #expect(await house.hears(id, 10, within: .seconds(30))) }
        // What one visitor costs is not growth: the first one brings in code and tables.
        for path in ["", "assets/app.js", "openapi.json", "api/v1/overview", "metrics"] {
            let answer = await PageClient.get("/\(path)", port: page, from: "127.0.0.3")
            #expect(answer?.status == 200)
        }
        let start = Int64(house.sent("flat-1").last?["mono_ns"]?.integer ?? 0)
        let before = ProcessFigures(of: gateway.pid)
        var most = (own: before.own, resident: before.resident)
        var slowest = Duration.zero
        for round in 1...Self.rounds {
            var slow: [PageClient] = []
            for _ in 0..<500 {
                let client = try PageClient(port: page, from: "127.0.0.2")
                client.send("GET /api/v1/overview HTTP/1.1\r\nHost: loc")
                slow.append(client)
            }
            var streams: [PageClient] = []
            for attempt in 0..<200 {
                let client = try PageClient(
                    port: page, from: "127.0.2.\(attempt / 8 + 1)", receiveBuffer: 4_096)
                client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if await client.status() == 200 { streams.append(client) }
            }
            #expect(streams.count == 16, "round \(round)")
            for second in 1...10 {
                let count = house.telegrams("flat-1").count
                #expect(await house.hears("flat-1", count + 1))
                let asked = ContinuousClock.now
                let answer = await PageClient.get("/healthz", port: page, from: "127.0.0.3")
                #expect(answer?.status == 200, "round \(round), second \(second)")
                slowest = max(slowest, ContinuousClock.now - asked)
                let now = ProcessFigures(of: gateway.pid)
                most = (max(most.own, now.own), max(most.resident, now.resident))
            }
            withExtendedLifetime((slow, streams)) {}
        }
        try await house.silence(Self.meters)
        var delays: [Duration] = []
        for id in Self.meters {
            let sent = house.sent(id)
            #expect(await house.hears(id, sent.count))
            Account.expectEqual(house.telegrams(id), sent, id)
            delays += Account.delays(house, id, since: start)
        }
        delays.sort()
        print(
            "Goal G16: \(delays.count) telegrams, p50 \(delays.percentile(50)), "
                + "p99 \(delays.percentile(99)), longest \(delays.last ?? .zero); slowest answer "
                + "\(slowest); memory \(before.resident) to at most \(most.resident) kB, "
                + "of it own \(before.own) to at most \(most.own)")
        #expect(delays.count >= Self.rounds * 45)
        if Sanitizer.isOff {
            #expect(delays.percentile(99) <= .milliseconds(200))
            #expect(slowest < .seconds(1))
            #expect(most.own - before.own <= Self.bound)
            #expect(most.resident - before.resident <= 20_480)
        }
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
    }
}
