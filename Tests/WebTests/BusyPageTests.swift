// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Web

extension ServerTests {
    /// What a browser is shown when no connection is left.
    @Suite struct BusyPageTests {
        private static let browser =
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

        @Test(arguments: [true, false], ["GET", "HEAD"])
        func
            `H3 a browser that opens the page while there is no connection left is shown one that asks again`(
                isOfAddress: Bool, method: String
            ) async throws
        {
            try await TestedServer.run(change: {
                if isOfAddress { $0.connectionsPerAddress = 0 } else { $0.connections = 0 }
            }) { server in
                let answer = try await server.get(
                    "/?again", [Self.browser], method: method)
                #expect(answer.status == 503)
                #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
                #expect(answer.headers["retry-after"] == "10")
                #expect(answer.headers["cache-control"] == "no-store")
                #expect(answer.headers["connection"] == "close")
                let problem = try await server.get("/api/v1/overview", [Self.browser])
                let policy = try #require(problem.headers["content-security-policy"])
                #expect(answer.headers["content-security-policy"] == policy)
                guard method == "GET" else {
                    #expect(answer.body.isEmpty)
                    return
                }
                #expect(
                    answer.text.contains(
                        "<meta http-equiv=\"refresh\" content=\"10; url=/?again\">"))
                #expect(answer.text.contains("which asks again in 10 seconds."))
                // Nothing that would need another connection, an icon neither, or that the policy
                // forbids.
                for part in ["script", "style", "src=", "href=\"/"] {
                    #expect(!answer.text.contains(part))
                }
            }
        }

        @Test(arguments: [
            ("de-LU,de;q=0.9,en;q=0.8", "de"), ("lb, fr;q=0.5", "lb"),
            ("pt, en;q=0.3, FR;q=0.8", "fr"),
            ("pt", "en"), ("", "en"), ("en;q=0, de;q=0.001", "de"),
            ("en;q=x, ;;, -, *;q=1.0", "en"),
        ])
        func `H3 it speaks the language that the browser likes best`(wish: String, language: String)
            async throws
        {
            try await TestedServer.run(change: { $0.connections = 0 }) { server in
                let answer = try await server.get("/", [Self.browser, "Accept-Language: \(wish)"])
                #expect(answer.headers["content-language"] == language)
                let words = try #require(BusyPage.texts.first { $0.language == language })
                #expect(answer.text.contains("<html lang=\"\(language)\">"))
                #expect(answer.text.contains("<h1>\(words.title)</h1>"))
            }
        }

        @Test(arguments: [
            ("/api/v1/overview", browser), ("/metrics", browser), ("/assets/app.js", "Accept: */*"),
            ("/", "Accept: */*"), ("/", "Accept: application/json"), ("/", "Accept: text/htmlx"),
            ("/nowhere", browser),
        ])
        func `H3 whoever asks for anything else is told in the form of a problem`(
            path: String, accept: String
        ) async throws {
            try await TestedServer.run(change: { $0.connections = 0 }) { server in
                let answer = try await server.get(path, [accept])
                #expect(answer.status == 503)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.headers["retry-after"] == "10")
                #expect(answer.json["detail"] as? String == Refusal.connections)
            }
        }

        @Test func `H3 of who is refused no more than a head is waited for, and not for long`()
            async throws
        {
            try await TestedServer.run(change: {
                $0.connections = 0
                $0.refusalTime = .milliseconds(200)
            }) { server in
                let client = try RawClient(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\(Self.browser)\r\n")
                #expect(await client.read().isEmpty)
            }
        }

        @Test func `it speaks the languages of the page`() throws {
            let asset = try #require(AssetLibrary().asset("texts.json"))
            let table = try JSONSerialization.jsonObject(with: Data(asset.bytes)) as? [String: Any]
            #expect(table?["languages"] as? [String] == BusyPage.texts.map(\.language))
        }
    }
}
