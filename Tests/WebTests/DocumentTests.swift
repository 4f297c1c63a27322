// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// What the OpenAPI document says of the server, against the server.
    @Suite struct DocumentTests {
        private static func document() throws -> [String: Any] {
            let bytes = try #require(AssetLibrary().asset("openapi.json")?.bytes)
            return try #require(
                try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        }

        /// What the document says of `GET`, by path.
        private static func questions() throws -> [String: [String: Any]] {
            let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
            return try paths.mapValues { try #require($0["get"]) }
        }

        @Test func `paths whose answers have a tag, and no others, promise 304`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                for (path, question) in try Self.questions() where !path.hasSuffix("/stream") {
                    let id = path.replacingOccurrences(of: "{id}", with: "flat-1")
                    let target = id.hasSuffix("export.csv") ? "\(id)?meter=flat-1" : id
                    let answer = try await server.get(target, ["If-None-Match: *"])
                    let responses = try #require(question["responses"] as? [String: Any])
                    if answer.status != 204 {
                        #expect((responses["304"] != nil) == (answer.status == 304), "\(path)")
                    }
                    let whole = try #require(responses["200"] as? [String: Any])
                    let headers = whole["headers"] as? [String: Any]
                    #expect((responses["304"] != nil) == (headers?["ETag"] != nil), "\(path)")
                }
            }
        }

        @Test func `paths that need no token, and no others, say so`() async throws {
            try await TestedServer.run(WebSettings(access: .token { _ in false })) { server in
                try server.live.furnish()
                for (path, question) in try Self.questions() {
                    let target = path.replacingOccurrences(of: "{id}", with: "flat-1")
                    let answer = try await server.get(target)
                    let isFree = (question["security"] as? [Any])?.isEmpty == true
                    #expect(isFree == (answer.status != 401), "\(path)")
                }
            }
        }

        @Test(arguments: [400, 401, 404, 405, 413, 414, 421, 429, 431, 503])
        func `every problem is in the document`(status: Int) throws {
            let components = try #require(try Self.document()["components"] as? [String: Any])
            let responses = try #require(components["responses"] as? [String: [String: Any]])
            let text = try #require(responses["Problem"]?["description"] as? String)
            #expect(text.contains(" \(status) "))
        }
    }
}
