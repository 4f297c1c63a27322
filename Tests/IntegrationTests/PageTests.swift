// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// The page of a running gateway.
@Suite struct PageTests {
    private static func house(_ page: UInt16) async throws -> House {
        var options = House.Options()
        options.meters = 2
        options.street = ["--page", "\(page)"]
        return try await House(options)
    }

    @Test func `Goal G13 clients that do not read hold up no end`() async throws {
        let page = try LoopbackPort.free()
        let house = try await Self.house(page)
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        var clients: [PageClient] = []
        for _ in 0..<8 {
            let stream = try PageClient(port: page, receiveBuffer: 4_096)
            stream.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await stream.status() == 200)
            clients.append(stream)
        }
        // Much more is asked for than all buffers on the way hold, and then nothing is read.
        let greedy = try PageClient(port: page, from: "127.0.0.2", receiveBuffer: 4_096)
        for path in [
            "api/v1/export.csv?meter=flat-1&resolution=minute", "assets/texts.json",
            "assets/app.css",
        ] {
            let question = "GET /\(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            greedy.send(String(repeating: question, count: 60))
        }
        #expect(await greedy.status() == 200)
        clients.append(greedy)
        let asked = ContinuousClock.now
        #expect(await house.stop(gateway) == 0)
        let took = ContinuousClock.now - asked
        print("Goal G13: stopped after \(took) beside \(clients.count) clients that do not read")
        if Sanitizer.isOff { #expect(took < .seconds(2)) }
    }

    @Test func `H13 web_port_busy a page without its port is told until it is served`() async throws
    {
        let page = try LoopbackPort.free()
        let house = try await Self.house(page)
        let other = try LoopbackSocket.listening(on: page)
        let gateway = try await house.startGateway()
        let health = "meters/gateway/health"
        #expect(
            await house.tells(health) { $0["web"]?["code"] == .text("web_port_busy") })
        let told = try #require(
            house.payloads(health).last { $0["web"]?["code"] == .text("web_port_busy") })
        #expect(told["web"]?["state"] == .text("offline"))
        #expect(told["web"]?["hint"]?.written?.contains("127.0.0.1:\(page)") == true)
        #expect(told["last_error"]?.written?.hasPrefix("web_port_busy: Another program") == true)
        #expect(await house.hears("flat-1", 1), "meters are read without a page")

        other.close()
        #expect(
            await house.tells(health, within: .seconds(30)) { $0["web"]?["code"] == .text("ok") })
        let served = try #require(house.payloads(health).last)
        #expect(served["web"]?["state"] == .text("online"))
        #expect(served["last_error"] == .null)
        #expect(served["dropped_history"] == .number("0"))
        let answer = try #require(await PageClient.get("/api/v1/gateway", port: page))
        let gatewayNow = try #require(JSONValue(answer.body))
        #expect(gatewayNow["web"]?["code"] == .text("ok"))
        #expect(gatewayNow["dropped_history"] == .number("0"))
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `stored telegrams come over HTTP by their counters, as the street sent them`()
        async throws
    {
        let page = try LoopbackPort.free()
        let house = try await Self.house(page)
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-2", 9))
        let sent = Array(house.sent("flat-2").prefix(9))
        let counters = sent.compactMap { $0["frame_counter"]?.integer }
        try #require(counters.count == 9)
        let path = "/api/v1/meters/flat-2/telegrams?from_counter=\(counters[2])"
        let whole = try await Self.telegrams("\(path)&to_counter=\(counters[7])", page)
        Account.expectEqual(whole.telegrams, Array(sent[2...7]), "flat-2")
        #expect(whole.next == .null)
        let part = try await Self.telegrams("\(path)&to_counter=\(counters[7])&limit=2", page)
        Account.expectEqual(part.telegrams, Array(sent[2...3]), "flat-2")
        let place = try #require(part.next?.integer)
        let rest = try await Self.telegrams(
            "\(path)&to_counter=\(counters[7])&after=\(place)", page)
        Account.expectEqual(rest.telegrams, Array(sent[4...7]), "flat-2")
        #expect(rest.next == .null)
        #expect(await house.stop(gateway) == 0)
    }

    private static func telegrams(_ path: String, _ page: UInt16) async throws
        -> (telegrams: [JSONValue], next: JSONValue?)
    {
        let answer = try #require(await PageClient.get(path, port: page))
        #expect(answer.status == 200)
        let json = try #require(JSONValue(answer.body))
        guard case .array(let telegrams)? = json["telegrams"] else { return ([], nil) }
        return (telegrams, json["next"])
    }
}
