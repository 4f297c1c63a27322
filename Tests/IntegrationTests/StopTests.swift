// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// How the gateway ends.
@Suite struct StopTests {
    private static func house() async throws -> House {
        var options = House.Options()
        options.meters = 2
        return try await House(options)
    }

    /// Expects that anybody can take the street's ports.
    private func expectPortsFree(_ house: House, _ ids: [String]) async throws {
        for id in ids {
            let taker = try ChildProcess(["flock", "--nonblock", house.path(id), "true"])
            #expect(await taker.waitForEnd() == 0, "\(id) is still held")
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `P1 the gateway ends within 5 s, says offline for everyone and frees its ports`(
        signal: Int32
    ) async throws {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 1))
        #expect(await house.hears("flat-2", 1))
        #expect(house.payloads("meters/gateway/state").last == JSONValue(#"{"state":"online"}"#))
        let asked = ContinuousClock.now
        gateway.send(signal)
        #expect(await gateway.waitForEnd() == 0)
        print("stopped after \(ContinuousClock.now - asked)")
        #expect(ContinuousClock.now - asked < .seconds(5))
        for topic in [
            "gateway/state", "flat-1/availability", "flat-2/availability", "rainwater/availability",
        ] {
            #expect(await house.settles("meters/\(topic)", "offline"), "\(topic)")
        }
        try await expectPortsFree(house, ["flat-1", "flat-2", "rainwater"])
    }

    @Test(arguments: [
        "nobody answers the connection", "nobody answers the greeting", "nobody listens",
    ])
    func `M14 Goal G13 short: a broker that is a black hole does not hold up the end`(kind: String)
        async throws
    {
        let house = try await Self.house()
        let listener = try LoopbackSocket.listening(backlog: kind.hasSuffix("connection") ? 0 : 16)
        defer { listener.close() }
        let port = try kind == "nobody listens" ? LoopbackPort.free() : listener.port()
        // One connection fills a queue of length 0; further ones get no answer to their SYN.
        let filler = try kind.hasSuffix("connection") ? LoopbackSocket.connected(to: port) : nil
        defer { filler?.close() }
        try house.configure { text in
            text =
                text.split(separator: "\n").map { line in
                    line.contains("url:") ? "  url: \"mqtt://127.0.0.1:\(port)\"" : String(line)
                }.joined(separator: "\n") + "\n"
        }
        let gateway = try await house.startGateway()
        #expect(
            await gateway.lines.wait { $0.contains { $0.contains("accepted") } },
            "meters are read all the same")
        let asked = ContinuousClock.now
        #expect(await house.stop(gateway) == 0)
        print("stopped after \(ContinuousClock.now - asked) where \(kind)")
        #expect(ContinuousClock.now - asked < .seconds(5))
        try await expectPortsFree(house, ["flat-1", "flat-2", "rainwater"])
    }

    @Test func `M17 when the gateway is killed the broker says offline for it`() async throws {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(await house.tells("meters/gateway/state") { $0["state"] == .text("online") })
        gateway.send(SIGKILL)
        #expect(await house.settles("meters/gateway/state", "offline"))
        // The broker may know before the process has let go of its lock.
        _ = await gateway.waitForEnd()
        let next = try await house.startGateway()
        #expect(await next.lines.wait { $0.contains { $0.contains("did not end cleanly") } })
        #expect(await house.stop(next) == 0)
    }

    @Test
    func `S6 a second gateway on the same ports says port_busy and takes nothing from the first`()
        async throws
    {
        let house = try await Self.house()
        let first = try await house.startGateway()
        #expect(await house.hears("flat-1", 1))
        try house.configure("second.yaml") { text in
            text.replace("state_dir: state", with: "state_dir: second")
            text.replace("mqtt:\n", with: "mqtt:\n  base_topic: others\n  client_id: second\n")
        }
        let second = try await house.startGateway("second.yaml")
        for id in ["flat-1", "flat-2", "rainwater"] {
            #expect(await house.tells("others/\(id)/health") { $0["code"] == .text("port_busy") })
        }
        #expect(house.payloads("others/flat-1/health").last?["port_state"] == .text("busy"))
        #expect(await house.hears("flat-1", house.telegrams("flat-1").count + 3))
        #expect(await house.stop(second) == 0)
        try await house.silence(["flat-1"])
        #expect(await house.hears("flat-1", house.sent("flat-1").count))
        Account.expectEqual(house.telegrams("flat-1"), house.sent("flat-1"), "flat-1")
        #expect(await house.stop(first) == 0)
    }

    @Test func `D16 a second gateway on the same state folder ends with 69`() async throws {
        let house = try await Self.house()
        let first = try await house.startGateway()
        let second = try await Programs.gateway("run", "--config", house.path("meters.yaml"))
        #expect(second.status == 69)
        #expect(second.errors.contains("another gateway is running"))
        #expect(await house.stop(first) == 0)
    }
}
