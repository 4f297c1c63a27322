// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

@testable import Web

extension ServerTests {
    /// The end of the server, whatever its clients are at.
    @Suite struct FarewellTests {
        /// Nearly all of them missing, and each a row: many times what all buffers between server and
        /// client hold.
        private static let minutes: Int64 = 400_000

        @Test func `Goal G13 a client that has stopped reading an export does not hold up the end`()
            async throws
        {
            var began = ContinuousClock.now
            var cut: RawClient?
            var beside: RawClient?
            try await TestedServer.run(change: { $0.farewellTime = .milliseconds(100) }) { server in
                try server.live.furnish()
                let start = UTCTime(seconds: 1_700_000_000)
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(
                    flat,
                    [0, 1, 2, Self.minutes - 2, Self.minutes - 1].map {
                        UTCTime(seconds: start.seconds + $0 * 60)
                    })
                let end = UTCTime(seconds: start.seconds + Self.minutes * 60)
                let exporter = try RawClient(port: server.port, receiveBuffer: 4_096)
                exporter.send(
                    "GET /api/v1/export.csv?meter=flat-1&resolution=minute&from=\(start)&to=\(end) HTTP/1.1\r\nHost: localhost\r\n\r\n"
                )
                let begin = await exporter.text(until: "\r\n\r\n")
                #expect(begin.hasPrefix("HTTP/1.1 200"))
                beside = try await server.stream(from: "127.0.0.2", receiveBuffer: 4_096)
                cut = exporter
                began = .now
            }
            let took = ContinuousClock.now - began
            print("Goal G13: the server ended \(took) after it was told to")
            if Sanitizer.isOff { #expect(took < .seconds(1)) }
            withExtendedLifetime(beside) {}
            let rest = try #require(await cut?.read())
            #expect(!rest.suffix(5).elementsEqual("0\r\n\r\n".utf8), "it was underway")
        }
    }
}
