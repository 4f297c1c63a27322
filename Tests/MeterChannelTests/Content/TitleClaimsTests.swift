// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import Testing

@testable import MeterChannel

@Suite struct TitleClaimsTests {
    private let claims = TitleClaims()
    private let title = SystemTitle(0x5341_4767_7000_1001)
    private let first: MeterID
    private let second: MeterID

    init() throws {
        first = try #require(MeterID("flat-1"))
        second = try #require(MeterID("flat-2"))
    }

    @Test func `W19 the first channel to hear a meter has it, the second learns whose it is`() {
        #expect(claims.claim(title, for: first, at: Duration.zero.uptime) == nil)
        #expect(claims.claim(title, for: second, at: Duration.seconds(1).uptime) == first)
        #expect(claims.claim(title, for: first, at: Duration.seconds(10).uptime) == nil)
    }

    @Test func `W19 a cable that moved to the other port has its meter after two minutes`() {
        _ = claims.claim(title, for: first, at: Duration.zero.uptime)
        #expect(claims.claim(title, for: second, at: Duration.seconds(119).uptime) == first)
        #expect(claims.claim(title, for: second, at: Duration.seconds(120).uptime) == nil)
        #expect(claims.claim(title, for: first, at: Duration.seconds(121).uptime) == second)
    }

    @Test func `W19 a channel that ends gives up its meters at once, and no others`() {
        let other = SystemTitle(7)
        _ = claims.claim(title, for: first, at: Duration.zero.uptime)
        _ = claims.claim(other, for: second, at: Duration.zero.uptime)
        claims.release(first)
        #expect(claims.claim(title, for: second, at: Duration.seconds(1).uptime) == nil)
        #expect(claims.claim(other, for: first, at: Duration.seconds(1).uptime) == second)
    }

    @Test func `two meters do not disturb each other`() {
        #expect(claims.claim(title, for: first, at: Duration.zero.uptime) == nil)
        #expect(claims.claim(SystemTitle(7), for: second, at: Duration.zero.uptime) == nil)
    }
}
