// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// Who may read, by which name, and what browsers are told.
    @Suite struct SecurityTests {
        private static let token = "00112233445566778899aabbccddeeff"

        private static var locked: WebSettings {
            WebSettings(access: .token { $0 == token[...] })
        }

        @Test(arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
            "</title><svg onload=alert(1)>",
            "'; DROP TABLE meter; --", "{{7*7}}", "${jndi:ldap://x}", "\u{202E}gnp.exe",
            "\u{0}null\u{7}",
            "\\\" \n \r \t", "🏠 Keller", "</script><script>",
        ])
        func `H1 a name is text, whatever stands in it`(name: String) async throws {
            try await TestedServer.run { server in
                try server.live.furnish(names: [name])
                let answer = try await server.get("/api/v1/meters/flat-1")
                #expect(answer.json["name"] as? String == name)
                #expect(answer.headers["content-type"] == "application/json")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                // One line of an event holds it, too.
                let client = try await server.stream()
                let event = await client.text(until: "\n\n")
                #expect(event.split(separator: "\n", omittingEmptySubsequences: false).count == 3)
            }
        }

        @Test(arguments: [
            "/../../../../etc/passwd", "/assets/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd",
            "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/%252e%252e%252fetc/passwd",
            "/assets/app.js%00.html", "/assets//etc/passwd", "/assets/....//etc/passwd",
            "/assets/..\\..\\etc\\passwd", "//etc/passwd", "/assets/", "/assets", "/API/v1/meters",
            "/api/v1/meters/../gateway", "/api/v1/meters/flat-1/", "/api/v1/meters/%66lat-1",
            "/api/v1/meters/gateway", "*", "http://localhost/healthz/x",
        ])
        func `H2 no path leads to a file`(path: String) async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let answer = try await server.get(path)
                #expect(answer.status == 404)
                #expect(!answer.text.contains("root:"))
            }
        }

        @Test
        func `H5 without the token there is nothing to read, but for the page and the monitors`()
            async throws
        {
            try await TestedServer.run(Self.locked) { server in
                try server.live.furnish()
                for path in [
                    "/api/v1/overview", "/api/v1/meters", "/api/v1/meters/flat-1", "/api/v1/stream",
                    "/api/v1/gateway", "/metrics", "/api/v1/export.csv?meter=flat-1",
                    "/api/v1/meters/flat-1/series",
                ] {
                    let answer = try await server.get(path)
                    #expect(answer.status == 401)
                    #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
                    let right = try await server.get(
                        path, ["Authorization: Bearer \(Self.token)"], method: "HEAD")
                    #expect(right.status == 200)
                }
                for path in ["/", "/openapi.json", "/healthz", "/readyz"] {
                    #expect(try await server.get(path).status == 200)
                }
            }
        }

        @Test func `H5 web_open: a gateway that is open to all says so`() async throws {
            try await TestedServer.run(WebSettings(access: .open)) { server in
                let gateway = try await server.get("/api/v1/gateway").json
                #expect(gateway["access"] as? String == "open")
            }
        }

        @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"])
        func `H6 nothing can be changed, and no other page may read`(method: String) async throws {
            try await TestedServer.run { server in
                let answer = try await server.get(
                    "/api/v1/gateway", ["Origin: http://evil.example"], method: method)
                #expect([400, 405].contains(answer.status))
                if answer.status == 405 { #expect(answer.headers["allow"] == "GET, HEAD") }
                #expect(answer.headers["access-control-allow-origin"] == nil)
            }
        }

        @Test(arguments: ["FOO", "get", "M-SEARCH", "PROPFIND"])
        func `H6 a method that is not ours is 405, known elsewhere or not`(method: String)
            async throws
        {
            try await TestedServer.run { server in
                let answer = try await server.get("/healthz", method: method)
                #expect(answer.status == 405)
                #expect(answer.headers["allow"] == "GET, HEAD")
            }
        }

        @Test(arguments: [
            "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1:80:80",
            "1.2.3.4", "[::2]", "127.+1.0.0", "127.000.0.01", "127.0.0.256", "127.0.0",
            "127.0.0.1:x",
            "[::1]x", "[::1]:x", "[::1]:1:2", "[localhost]", "127.0.0.1:٣",
            "localhost@evil.example", "", "evil.example:8480", "0.0.0.0",
        ])
        func `H7 a foreign Host is answered 421`(host: String) async throws {
            try await TestedServer.run { server in
                let answer = try await server.get("/healthz", host: host)
                // Without any Host it is no request of HTTP 1.1.
                #expect(answer.status == (host.isEmpty ? 400 : 421))
                #expect(!answer.text.contains("ok"))
            }
        }

        @Test(arguments: [
            "localhost", "LOCALHOST:1234", "127.0.0.1", "127.0.0.1:8480", "127.1.2.3", "[::1]:8480",
            "cellar.lan", "Cellar.LAN.:8480",
        ])
        func `H7 our own names are answered`(host: String) async throws {
            try await TestedServer.run(WebSettings(hosts: ["cellar.lan"])) { server in
                let answer = try await server.get("/healthz", host: host)
                #expect(answer.status == 200)
            }
        }

        @Test(arguments: ["/", "/api/v1/overview", "/nothing", "/metrics", "/healthz"])
        func `H8 every answer forbids frames, sniffing and inline scripts`(path: String)
            async throws
        {
            try await TestedServer.run { server in
                let headers = try await server.get(path).headers
                let policy = headers["content-security-policy"] ?? ""
                #expect(
                    policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(headers["x-content-type-options"] == "nosniff")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["x-frame-options"] == "DENY")
                #expect(headers["cache-control"] == (path == "/" ? "no-cache" : "no-store"))
                #expect(headers["server"] == nil)
            }
        }

        @Test
        func `H9 web_auth_fail: after five wrong tokens an address waits, right token or not`()
            async throws
        {
            try await TestedServer.run(Self.locked) { server in
                for _ in 0..<5 {
                    let answer = try await server.get(
                        "/api/v1/gateway", from: "127.0.0.2", ["Authorization: Bearer wrong"])
                    #expect(answer.status == 401)
                }
                let right = ["Authorization: Bearer \(Self.token)"]
                let locked = try await server.get("/api/v1/gateway", from: "127.0.0.2", right)
                #expect(locked.status == 429)
                let wait = try #require(locked.headers["retry-after"].flatMap(Int.init))
                #expect((1...60).contains(wait))
                #expect(
                    try await server.get("/api/v1/gateway", from: "127.0.0.3", right).status == 200)
                let metrics = try await server.get("/metrics", from: "127.0.0.3", right).text
                #expect(metrics.contains("meter_gateway_web_wrong_tokens_total 5\n"))
            }
        }

        @Test func `H9 an address may try again a minute later`() {
            let gate = TokenGate(.token { $0 == "right" })
            let start = ContinuousClock.now
            for second in 0..<5 {
                #expect(
                    gate.check("Bearer wrong", from: "a", now: start + .seconds(second)) == .wrong)
            }
            #expect(
                gate.check("Bearer right", from: "a", now: start + .seconds(30))
                    == .tooMany(wait: 31))
            #expect(gate.check("bearer right", from: "a", now: start + .seconds(61)) == .granted)
            #expect(gate.check(nil, from: "a", now: start + .seconds(62)) == .missing)
            #expect(gate.check("Basic right", from: "b", now: start) == .wrong)
        }

        @Test func `H12 the token is in no answer`() async throws {
            try await TestedServer.run(Self.locked) { server in
                try server.live.furnish()
                for path in [
                    "/", "/openapi.json", "/api/v1/overview", "/api/v1/meters", "/api/v1/gateway",
                    "/metrics", "/api/v1/meters/flat-1/series", "/api/v1/meters/flat-1/events",
                    "/no",
                ] {
                    for header in ["Bearer \(Self.token)", "Bearer x\(Self.token)"] {
                        let answer = try await server.get(path, ["Authorization: \(header)"])
                        #expect(!answer.text.contains(Self.token))
                        #expect(!answer.headers.values.contains { $0.contains(Self.token) })
                    }
                }
            }
        }
    }
}
