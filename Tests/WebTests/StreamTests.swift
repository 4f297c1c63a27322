// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

@testable import Web

extension ServerTests {
    /// Live streams: what is told, how many, and what becomes of slow readers.
    @Suite struct StreamTests {
        @Test func `a stream begins with the overview and tells each change`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                server.live.hear(try .named("flat-1"), watts: 2_345)
                let text = await client.text(until: "event: totals")
                #expect(text.contains("event: meter\n"))
                #expect(text.contains("\"power_import_kw\":2.345"))
                #expect(!text.contains("curve"))
            }
        }

        @Test func `a meter in trouble is told at once, with its hint`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                server.live.judge(
                    try .named("flat-2"), isAvailable: false, hint: "Look whether it is plugged in."
                )
                let text = await client.text(until: "event: gateway")
                #expect(text.contains("\"code\":\"port_lost\""))
                #expect(text.contains("Look whether it is plugged in."))
                #expect(
                    text.contains("event: health\ndata: {\"id\":\"flat-2\",\"state\":\"offline\"}"))
            }
        }

        @Test func `another configuration is told by an overview of what there is now`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                server.live.configure([
                    MeterProfile(id: try .named("flat-9"), name: "New", kind: .meter),
                    MeterProfile(id: try .named("flat-1"), name: "Flat 1", kind: .meter),
                ])
                let text = await client.text(until: "\n\n")
                let lines = text.components(separatedBy: "\n")
                #expect(lines[1] == "event: overview")
                let json = try #require(
                    try JSONSerialization.jsonObject(with: Data(lines[2].dropFirst(6).utf8))
                        as? [String: Any])
                #expect(Set(json.keys) == ["gateway", "meters", "sensors", "totals"])
                let meters = try #require(json["meters"] as? [[String: Any]])
                #expect(meters.map { $0["id"] as? String } == ["flat-9", "flat-1"])
                #expect((json["sensors"] as? [Any])?.isEmpty == true)
                // A change of health that came with it is told too.
                server.live.judge(try .named("flat-9"))
                #expect(await client.text(until: "event: health\n").contains("event: meter\n"))
            }
        }

        @Test
        func `a meter that becomes a sensor is told by an overview, with nothing of the meter`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                let turned = try MeterID.named("flat-2")
                server.live.configure(
                    server.live.snapshot().items.map(\.profile).map { profile in
                        var profile = profile
                        if profile.id == turned { profile.kind = .sensor }
                        return profile
                    })
                let lines = await client.text(until: "\n\n").components(separatedBy: "\n")
                #expect(lines[1] == "event: overview")
                let json = try #require(
                    try JSONSerialization.jsonObject(with: Data(lines[2].dropFirst(6).utf8))
                        as? [String: Any])
                let meters = try #require(json["meters"] as? [[String: Any]])
                #expect(meters.map { $0["id"] as? String } == ["flat-1"])
                let sensors = try #require(json["sensors"] as? [[String: Any]])
                #expect(sensors.map { $0["id"] as? String } == ["flat-2", "tank"])
                let sensor = try #require(sensors.first)
                #expect((sensor["readings"] as? [String: Any])?.isEmpty == true)
                #expect(sensor["received"] is NSNull)
                #expect(sensor["code"] as? String == "starting")
                #expect(try await server.get("/api/v1/meters/flat-2/latest").status == 204)
                #expect(try await server.get("/api/v1/meters/flat-2/health").status == 204)
            }
        }

        @Test func `a configuration that says the same of every meter is no news`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let profiles = server.live.snapshot().items.map(\.profile)
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                server.live.configure(profiles)
                server.live.hear(try .named("flat-1"), watts: 2_345)
                let text = await client.text(until: "event: totals")
                #expect(!text.contains("event: overview"))
            }
        }

        @Test func `health that changed with the configuration is told behind its overview`()
            async throws
        {
            try await TestedServer.run(change: { $0.streamPause = .milliseconds(500) }) { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                let profile = MeterProfile(id: try .named("flat-1"), name: "Flat", kind: .meter)
                // The stream rests after the first: the other two come together.
                server.live.gatewayChanged()
                _ = await client.text(until: "\n\n")
                server.live.configure([profile])
                server.live.judge(profile.id, isAvailable: false)
                let text = await client.text(until: "event: health\n")
                #expect(text.contains("event: overview\n"))
                #expect(!text.contains("event: totals\n"))
                #expect(await client.text(until: "\n\n").contains("\"id\":\"flat-1\""))
            }
        }

        @Test func `who falls behind finds the newest, not everything`() async throws {
            try await TestedServer.run(change: { $0.streamPause = .milliseconds(500) }) { server in
                try server.live.furnish()
                let client = try await server.stream()
                _ = await client.text(until: "\n\n")
                let flat = try MeterID.named("flat-1")
                for watts in 1...200 { server.live.hear(flat, watts: Int64(watts)) }
                let text = await client.text(until: "\"power_import_kw\":0.200")
                #expect(text.components(separatedBy: "event: meter").count <= 3)
            }
        }

        @Test func `a quiet stream says that it lives`() async throws {
            try await TestedServer.run(change: { $0.heartbeat = .milliseconds(50) }) { server in
                let client = try await server.stream()
                #expect(await client.text(until: ": beat\n\n").contains(": beat"))
            }
        }

        @Test func `streams end when the server does`() async throws {
            let client = try await withServerStream { try await $0.stream() }
            #expect(String(decoding: await client.read(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }

        private func withServerStream(_ body: (TestedServer) async throws -> RawClient) async throws
            -> RawClient
        {
            var client: RawClient?
            try await TestedServer.run { client = try await body($0) }
            return try #require(client)
        }

        @Test func `H11 a seventeenth stream is told to come again, until one leaves`() async throws
        {
            try await TestedServer.run { server in
                var streams: [RawClient] = []
                for index in 0..<16 {
                    streams.append(try await server.stream(from: "127.0.1.\(index / 8 + 1)"))
                }
                let late = try await server.get("/api/v1/stream", from: "127.0.1.9")
                #expect(late.status == 503)
                #expect(late.headers["retry-after"] == "10")
                #expect(server.live.watchers == 16)
                streams.removeLast()
                let next = try await server.streamWhenFree(from: "127.0.1.9")
                #expect(server.live.watchers == 16)
                withExtendedLifetime((streams, next)) {}
            }
        }

        @Test func `H11 a reader that does not read is dropped`() async throws {
            try await TestedServer.run(change: {
                $0.stallTime = .milliseconds(200)
                $0.streamPause = .zero
            }) { server in
                // Long names make long events.
                try server.live.furnish(names: [String(repeating: "n", count: 20_000)])
                let client = try await server.stream(receiveBuffer: 4_096)
                let flat = try MeterID.named("flat-1")
                var changes = 0
                while server.live.watchers > 0, changes < 1_000_000 {
                    server.live.hear(flat, watts: Int64(changes))
                    changes += 1
                    await Task.yield()
                }
                #expect(server.live.watchers == 0)
                withExtendedLifetime(client) {}
            }
        }

        @Test
        func
            `Goal G16 of two hundred stream attempts sixteen are served and the rest told to wait`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                var served: [RawClient] = []
                var refused = 0
                for attempt in 0..<200 {
                    let client = try RawClient(
                        port: server.port, from: "127.0.2.\(attempt / 8 + 1)")
                    client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    let head = try #require(await client.head())
                    if head.status == 200 {
                        served.append(client)
                    } else {
                        #expect(head.status == 503)
                        #expect(head.headers["retry-after"] == "10")
                        refused += 1
                    }
                }
                print("Goal G16: \(served.count) streams served, \(refused) told to wait")
                #expect(served.count == 16)
                #expect(refused == 184)
                let start = ContinuousClock.now
                #expect(try await server.get("/healthz", from: "127.0.3.1").status == 200)
                let took = ContinuousClock.now - start
                if Sanitizer.isOff { #expect(took < .seconds(1)) }
                withExtendedLifetime(served) {}
            }
        }
    }
}

extension TestedServer {
    /// Opens a stream as soon as there is room: a place is free when the server has seen its client
    /// leave.
    fileprivate func streamWhenFree(from source: String) async throws -> RawClient {
        let limit = ContinuousClock.now + .seconds(20)
        while live.watchers >= 16 {
            try #require(ContinuousClock.now < limit, "nobody was seen to leave")
            await Task.yield()
        }
        return try await stream(from: source)
    }
}
