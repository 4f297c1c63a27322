// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking
import Readings
import Testing

@testable import Web

extension ServerTests {
    /// Wrong tokens: who is told, and who is remembered.
    @Suite struct FailureTests {
        private static func gate(_ told: Told) -> TokenGate {
            TokenGate(.token { $0 == "right" }) { wrong in told.list.withLock { $0.append(wrong) } }
        }

        private final class Told: Sendable {
            let list = Mutex<[WrongToken]>([])
            var all: [WrongToken] { list.withLock { $0 } }
        }

        @Test
        func
            `H9 web_auth_fail: the first wrong token of an address is told, and the one that shuts it out`()
        {
            let told = Told()
            let gate = Self.gate(told)
            let start = ContinuousClock.now
            for second in 0..<7 {
                _ = gate.check("Bearer wrong", from: "192.0.2.7", now: start + .seconds(second))
            }
            #expect(
                told.all == [
                    WrongToken(address: "192.0.2.7", tries: 1, untold: 0),
                    WrongToken(address: "192.0.2.7", tries: 5, untold: 3),
                ])
            #expect(gate.failures == 5)
            #expect(
                told.all.last?.description
                    == "web_auth_fail: 192.0.2.7 showed a wrong token, 5 of 5 within a minute.")
            // Nobody is told of who shows none.
            _ = gate.check(nil, from: "192.0.2.8", now: start)
            #expect(told.all.count == 2)
        }

        @Test func `H9 a thousand addresses fill no log: ten are told a minute, and how many not`()
        {
            let told = Told()
            let gate = Self.gate(told)
            let start = ContinuousClock.now
            for number in 0..<1_000 {
                _ = gate.check("Bearer wrong", from: "a\(number)", now: start)
            }
            #expect(told.all.map(\.address) == (0..<10).map { "a\($0)" })
            _ = gate.check("Bearer wrong", from: "b", now: start + .seconds(60))
            #expect(told.all.last == WrongToken(address: "b", tries: 1, untold: 990))
        }

        @Test func `H9 a thousand addresses do not open the gate to the next one`() {
            let gate = TokenGate(.token { $0 == "right" })
            let start = ContinuousClock.now
            for number in 0..<TokenGate.addressLimit {
                _ = gate.check(
                    "Bearer wrong", from: "a\(number)", now: start + .milliseconds(number))
            }
            let later = start + .seconds(2)
            for _ in 0..<TokenGate.tries {
                #expect(gate.check("Bearer wrong", from: "late", now: later) == .wrong)
            }
            #expect(gate.check("Bearer right", from: "late", now: later) == .tooMany(wait: 61))
        }

        @Test func `H9 wrong tokens are counted in the gateway's health`() async throws {
            try await TestedServer.run { server in
                server.source.change { facts in
                    facts.web = WebCondition(
                        .open, hint: "Everybody may read.", since: UTCTime(seconds: 1_700_000_000))
                    facts.wrongTokens = 3
                }
                let gateway = try await server.get("/api/v1/gateway").json
                let web = try #require(gateway["web"] as? [String: Any])
                #expect(web["code"] as? String == "web_open")
                #expect(web["state"] as? String == "online")
                #expect(web["wrong_tokens"] as? Int == 3)
            }
        }
    }
}
