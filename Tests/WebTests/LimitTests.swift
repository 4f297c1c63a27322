// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

@testable import Web

extension ServerTests {
    /// What one client may have, so that others have the rest.
    @Suite struct LimitTests {
        /// No time is over before a client's patience is.
        private static func patient(_ limits: inout WebLimits) {
            limits.bodyTime = .seconds(600)
            limits.idleTime = .seconds(600)
        }

        @Test func `H3 a client that sends half a head is closed when its time is over`()
            async throws
        {
            try await TestedServer.run(change: { $0.headTime = .milliseconds(200) }) { server in
                let client = try RawClient(port: server.port)
                client.send("GET /healthz HTTP/1.1\r\nHost: loc")
                #expect(await client.read().isEmpty)
            }
        }

        @Test func `H3 a client that says nothing is closed when its time is over`() async throws {
            try await TestedServer.run(change: { $0.headTime = .milliseconds(200) }) { server in
                let client = try RawClient(port: server.port)
                #expect(await client.read().isEmpty)
            }
        }

        @Test func `H3 a body that does not come ends the connection`() async throws {
            try await TestedServer.run(change: { $0.bodyTime = .milliseconds(200) }) { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")
                let answer = try #require(HTTPAnswer(await client.read()))
                #expect(answer.status == 405)
            }
        }

        @Test func `H3 a connection is kept for the next request, and closed when none comes`()
            async throws
        {
            try await TestedServer.run(change: { $0.idleTime = .milliseconds(300) }) { server in
                let client = try RawClient(port: server.port)
                for _ in 0..<2 {
                    client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    #expect(await client.answer()?.text == "ok\n")
                }
                #expect(await client.read().isEmpty)
            }
        }

        @Test
        func
            `H3 web_rejected: of 25 connections from one address the last is told to come again`()
            async throws
        {
            try await TestedServer.run { server in
                var clients: [RawClient] = []
                for _ in 0..<24 {
                    let client = try RawClient(port: server.port, from: "127.0.0.2")
                    client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    #expect(await client.answer()?.status == 200)
                    clients.append(client)
                }
                let last = try await server.get("/healthz", from: "127.0.0.2")
                #expect(last.status == 503)
                #expect(last.headers["retry-after"] == "10")
                #expect(last.headers["content-type"] == "application/problem+json")
                // Another address has its own.
                #expect(try await server.get("/healthz", from: "127.0.0.3").status == 200)
                let metrics = try await server.get("/metrics", from: "127.0.0.3").text
                #expect(metrics.contains("meter_gateway_web_rejected_total 1\n"))
                #expect(metrics.contains("meter_gateway_web_connections 25\n"))
            }
        }

        @Test
        func `H3 who comes when even refusals are used up is closed, and holds no descriptor`()
            async throws
        {
            try await TestedServer.run(change: {
                $0.connections = 1
                $0.refusals = 0
            }) { server in
                let first = try RawClient(port: server.port)
                for _ in 0..<2 {
                    first.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    #expect(await first.answer()?.text == "ok\n")
                    let clients = try (0..<50).map { _ in try RawClient(port: server.port) }
                    await withTaskGroup(of: Void.self) { tasks in
                        for client in clients {
                            tasks.addTask { #expect(await client.read().isEmpty) }
                        }
                    }
                    let held = try ServerSockets.count(port: server.port)
                    #expect(held == 1)
                }
            }
        }

        @Test func `H4 a head above eight KiB is refused`() async throws {
            try await TestedServer.run { server in
                let answer = try await server.get(
                    "/healthz", ["X-Long: " + String(repeating: "a", count: 9_000)])
                #expect(answer.status == 431)
                #expect(answer.json["detail"] as? String == "The header fields are too long.")
            }
        }

        @Test func `H4 a target above two KiB is refused`() async throws {
            try await TestedServer.run { server in
                let answer = try await server.get("/" + String(repeating: "a", count: 3_000))
                #expect(answer.status == 414)
            }
        }

        @Test func `H4 a request line without end does not fill the memory`() async throws {
            try await TestedServer.run { server in
                let client = try RawClient(port: server.port)
                client.send("GET /" + String(repeating: "a", count: 200_000))
                let answer = try #require(await client.answer())
                #expect(answer.status == 431)
                #expect(await client.read().isEmpty)
            }
        }

        @Test func `H4 a body above 64 KiB ends the connection`() async throws {
            // It is the length that ends it, and no time.
            try await TestedServer.run(change: LimitTests.patient) { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                        + String(repeating: "a", count: 1_000_000))
                let begin = HTTPAnswer(await client.read())
                // The refusal of the method may have gone out before the body was too long.
                #expect([405, 413, nil].contains(begin?.status))
                #expect(try await server.get("/healthz").status == 200)
            }
        }

        @Test func `H4 a GET with a long body gets a 413 and the end`() async throws {
            try await TestedServer.run { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "GET /api/v1/overview HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
                        + String(repeating: "a", count: 100_000))
                let text = String(decoding: await client.read(), as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 413 "))
                #expect(text.contains("The request is too long."))
            }
        }

        @Test func `H4 a GET with a long body in chunks gets one answer, and the end`() async throws
        {
            try await TestedServer.run(change: LimitTests.patient) { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "GET /api/v1/overview HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "186A0\r\n" + String(repeating: "a", count: 100_000)
                        + "\r\n0\r\n\r\n")
                let text = String(decoding: await client.read(), as: UTF8.self)
                #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
                // Of chunks nobody knows the sum before they are there: the answer may be first.
                let status = try #require(HTTPAnswer(Array(text.utf8))).status
                #expect([200, 413].contains(status))
            }
        }

        @Test func `H4 two Host fields are no request`() async throws {
            try await TestedServer.run { server in
                let answer = try await server.get("/healthz", ["Host: localhost"])
                #expect(answer.status == 400)
                #expect(answer.json["detail"] as? String == "The field Host stands twice.")
            }
        }

        @Test func `H3 a stream that is refused gives its connection back`() async throws {
            try await TestedServer.run(change: { $0.streams = 1 }) { server in
                let first = try await server.stream()
                let client = try RawClient(port: server.port)
                client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                // All that comes until the server closes.
                let answer = try #require(HTTPAnswer(await client.read()))
                #expect(answer.status == 503)
                #expect(answer.headers["connection"] == "close")
                #expect(answer.json["detail"] as? String == Refusal.streams)
                withExtendedLifetime(first) {}
            }
        }

        @Test(arguments: [
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: -1",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding : chunked",
        ])
        func `H4 two lengths, or none that is one, are no request`(fields: String) async throws {
            try await TestedServer.run { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "POST /healthz HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                )
                let text = String(decoding: await client.read(), as: UTF8.self)
                // Whatever was said of the first, nothing behind it counts as a request.
                #expect(!text.contains("meter_gateway_"))
                #expect(text.hasPrefix("HTTP/1.1 4") || text.isEmpty)
            }
        }

        @Test func `H4 what is no HTTP gets a 400 and the end`() async throws {
            try await TestedServer.run { server in
                let client = try RawClient(port: server.port)
                client.send("\u{16}\u{3}\u{1}hello\r\n\r\n")
                let answer = try #require(HTTPAnswer(await client.read()))
                #expect(answer.status == 400)
                #expect(answer.headers["content-security-policy"] != nil)
            }
        }

        @Test func `Goal G16 five hundred slow connections keep nobody else waiting`() async throws
        {
            try await TestedServer.run { server in
                var slow: [RawClient] = []
                for _ in 0..<500 {
                    guard let client = try? RawClient(port: server.port, from: "127.0.0.2") else {
                        continue
                    }
                    client.send("GET /api/v1/overview HTTP/1.1\r\nHost: loc")
                    slow.append(client)
                }
                #expect(slow.count == 500)
                var worst = Duration.zero
                for _ in 0..<20 {
                    let start = ContinuousClock.now
                    let answer = try await server.get("/healthz", from: "127.0.0.3")
                    #expect(answer.status == 200)
                    worst = max(worst, ContinuousClock.now - start)
                }
                print("Goal G16: slowest of 20 answers beside 500 slow connections: \(worst)")
                if Sanitizer.isOff { #expect(worst < .seconds(1)) }
                withExtendedLifetime(slow) {}
            }
        }
    }
}
