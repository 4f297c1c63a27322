// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// Stored telegrams, fetched a page at a time.
    @Suite struct TelegramTests {
        private let start: UTCTime

        init() throws { start = try #require(UTCTime(iso8601: "2026-01-30T09:00:00Z")) }

        /// A telegram of a second, which tells it from all others.
        private func telegram(_ origin: TelegramOrigin, _ second: Int) throws -> TelegramRecord {
            let time = start.plus(Int64(second))
            return TelegramRecord(
                meter: try .named("flat-1"), origin: origin, checksum: .valid,
                isEncrypted: origin != .clear, meterTime: time, received: time,
                body: Array("\(second),500".utf8))
        }

        private func sealed(_ counter: UInt32, key: String = "0badcafe", _ second: Int) throws
            -> TelegramRecord
        {
            try telegram(
                .verified(
                    EpochID(title: "5341470000000001", keyFingerprint: key), frameCounter: counter),
                second)
        }

        /// The seconds of all telegrams by pages of a size, in the order in which they come.
        private func walk(_ server: TestedServer, _ question: String, limit: Int) async throws
            -> [Int64]
        {
            var seconds: [Int64] = []
            var place: Int? = 0
            var pages = 0
            while let after = place {
                pages += 1
                try #require(pages < 200, "the pages have no end")
                let path =
                    "/api/v1/meters/flat-1/telegrams?\(question)limit=\(limit)&after=\(after)"
                let page = try await server.get(path).json
                let telegrams = try #require(page["telegrams"] as? [[String: Any]])
                #expect(telegrams.count <= limit)
                for telegram in telegrams {
                    let time = try #require(UTCTime(iso8601: telegram["received"] as? String ?? ""))
                    seconds.append(time.seconds - start.seconds)
                }
                try #require(page["next"] != nil)
                place = page["next"] as? Int
            }
            return seconds
        }

        private func store(_ records: [TelegramRecord], in server: TestedServer) async throws {
            for record in records { server.store.log.append(record) }
            _ = await server.store.log.accounts(try .named("flat-1"))
        }

        @Test(arguments: [1, 2, 3, 7, 30, 100])
        func `telegrams before and after a change of key are all given, once`(limit: Int)
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let old = try (1...20).map { try sealed(218_094_256 + UInt32($0), $0) }
                let new = try (21...40).map {
                    try sealed(UInt32($0 - 20), key: "00c0ffee", $0)
                }
                try await store(old + new, in: server)
                #expect(try await walk(server, "", limit: limit) == Array(1...40))
            }
        }

        @Test(arguments: [1, 2, 3, 10, 100])
        func `a counter that begins anew by order leads into no circle`(limit: Int) async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                try await store(
                    try (1...50).map { try sealed(UInt32($0), $0) }, in: server)
                await server.store.log.acceptCounter(try .named("flat-1"))
                try await store(
                    try (51...70).map { try sealed(UInt32($0 - 11), $0) }, in: server)
                #expect(try await walk(server, "", limit: limit) == Array(1...70))
                let range = "from_counter=45&to_counter=52&"
                let expected = Array(Int64(45)...50) + Array(56...63)
                #expect(try await walk(server, range, limit: limit) == expected)
            }
        }

        @Test(arguments: [1, 10, 100])
        func `clear telegrams come in their places, and not by counters they have not`(limit: Int)
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let records = try (1...60).map { second in
                    second % 3 == 0
                        ? try sealed(UInt32(1_000 + second), second)
                        : try telegram(.clear, second)
                }
                try await store(records, in: server)
                #expect(try await walk(server, "", limit: limit) == Array(1...60))
                let proved = Array(stride(from: Int64(3), through: 60, by: 3))
                #expect(try await walk(server, "from_counter=0&", limit: limit) == proved)
            }
        }

        @Test func `what is stored during a walk comes at its end, of other meters nothing`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                try await store(try (1...4).map { try sealed(UInt32($0), $0) }, in: server)
                let path = "/api/v1/meters/flat-1/telegrams?limit=3"
                let first = try await server.get(path).json
                let place = try #require(first["next"] as? Int)
                try await server.store.fill(.named("flat-2"), [start], title: "5341470000000002")
                try await store([try telegram(.clear, 5), try sealed(5, 6)], in: server)
                let rest = try await server.get("\(path)&after=\(place)").json
                let telegrams = try #require(rest["telegrams"] as? [[String: Any]])
                #expect(telegrams.map { $0["frame_counter"] as? Int } == [4, 0, 5])
                #expect(rest["next"] is NSNull)
            }
        }

        @Test(arguments: ["-1", "1.5", "x", "", "9007199254740992"])
        func `a place that is none is refused`(place: String) async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let answer = try await server.get("/api/v1/meters/flat-1/telegrams?after=\(place)")
                #expect(answer.status == 400)
                let detail = try #require(answer.json["detail"] as? String)
                #expect(detail.hasPrefix("after must be a whole number"))
            }
        }
    }
}
