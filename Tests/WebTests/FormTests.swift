// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// The forms of a request that are allowed and rare.
    @Suite struct FormTests {
        @Test func `an export to a client of HTTP 1.0 has no chunks and ends with the connection`()
            async throws
        {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                let now = UTCTime.now()
                try await server.store.fill(flat, (0..<120).map { now.plus(Int64($0) - 120) })
                let path = "/api/v1/export.csv?meter=flat-1&resolution=minute"
                let new = try await server.get(path)
                let client = try RawClient(port: server.port)
                client.send("GET \(path) HTTP/1.0\r\nHost: localhost\r\n\r\n")
                let old = try #require(HTTPAnswer(await client.read()))
                #expect(old.status == 200)
                #expect(old.headers["transfer-encoding"] == nil)
                #expect(old.headers["connection"] == "close")
                #expect(old.text == new.text)
                #expect(old.text.hasPrefix("meter,start_utc,"))
            }
        }

        @Test func `a client of HTTP 1.0 gets one answer, whatever else it asks`() async throws {
            try await TestedServer.run { server in
                let client = try RawClient(port: server.port)
                client.send(
                    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        + "GET /healthz HTTP/1.0\r\nHost: localhost\r\n"
                        + "Connection: keep-alive\r\n\r\n"
                        + "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let text = String(decoding: await client.read(), as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 200"))
                #expect(text.components(separatedBy: "ok\nHTTP/1.0 200").count == 2)
                #expect(text.hasSuffix("ok\n"))
                #expect(!text.contains("meter_gateway_"))
            }
        }

        @Test(arguments: [
            ("http://evil.example/healthz", "localhost", 421),
            ("http://evil.example", "localhost", 421),
            ("http://localhost@evil.example/healthz", "localhost", 421),
            ("mailto:/healthz", "localhost", 400),
            ("http://localhost/healthz", "evil.example", 200),
            ("HTTP://LOCALHOST:8480/healthz", "localhost", 200),
            ("http://localhost/api/v1/gateway?x", "localhost", 400),
            ("http://localhost", "localhost", 200),
        ])
        func `H7 of a target with a name that name counts, whatever Host says`(
            target: String, host: String, status: Int
        ) async throws {
            try await TestedServer.run { server in
                let answer = try await server.get(target, host: host)
                #expect(answer.status == status)
            }
        }

        @Test func `H4 a target with a name hides no second Host field`() async throws {
            try await TestedServer.run { server in
                let answer = try await server.get(
                    "http://localhost/healthz", ["Host: localhost"])
                #expect(answer.status == 400)
            }
        }

        @Test(arguments: [
            ("gzip", true), ("GZIP;q=0.001", true), ("br, *;q=0.1", true), ("gzip ; q=1.000", true),
            ("*;q=0, gzip", true), ("", false), ("br", false), ("gzip;q=0", false),
            ("gzip;Q=0", false), ("gzip;q=0.", false), ("gzip;q=0.000", false),
            ("gzip; q = 0.00", false), ("gzip;q=0, *", false), ("*;q=0.000", false),
        ])
        func `gzip is for who takes it, however nothing is written`(field: String, isTaken: Bool) {
            #expect(GZIP.isAccepted(field) == isTaken)
        }

        @Test func `a second stream says when it began, not when the first one did`() async throws {
            try await TestedServer.run { server in
                func date() async throws -> String? {
                    let client = try RawClient(port: server.port)
                    client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    return await client.head()?.headers["date"]
                }
                let first = try #require(try await date())
                // The clock goes on to another second.
                while try await server.get("/healthz").headers["date"] == first {}
                let second = try await date()
                #expect(second != nil && second != first)
            }
        }
    }
}
