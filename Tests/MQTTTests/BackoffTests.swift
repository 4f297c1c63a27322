// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MQTT

/// The pauses between attempts, without waiting for any of them.
@Suite struct BackoffTests {
    private let start = ContinuousClock.now
    private var backoff = Backoff(MQTTReconnect())

    private mutating func pause(
        at second: Double, after fault: MQTTFault = .noAnswer, held: Duration? = nil,
        jitter: Double = 0
    ) -> Duration {
        backoff.pause(after: fault, held: held, now: start + .seconds(second), jitter: jitter)
    }

    @Test mutating func `M1 an outage is tried every second for ten seconds and then up to thirty`()
    {
        let pauses = [0, 1, 9.9, 10, 12, 16, 24, 40, 70].map { pause(at: $0) }
        #expect(pauses == [1, 1, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
    }

    @Test mutating func `jitter shortens a pause by up to a fifth`() {
        #expect(pause(at: 0, jitter: 1) == .milliseconds(800))
        #expect(pause(at: 0, jitter: 0.5) == .milliseconds(900))
    }

    @Test mutating func `a connection begins anew`() {
        _ = pause(at: 0)
        #expect(pause(at: 20) == .seconds(2))
        #expect(pause(at: 30, after: .connectionLost, held: .seconds(1)) == .seconds(1))
        #expect(pause(at: 41) == .seconds(2))
    }

    @Test mutating func `M4 a refused login is tried once a minute`() {
        #expect(pause(at: 0, after: .loginRefused(code: 0x86, reason: "")) == .seconds(60))
    }

    @Test mutating func `M12 the third takeover within a minute makes us wait a minute`() {
        let pauses = [0, 2, 4, 100].map {
            pause(at: $0, after: .sessionTaken, held: .seconds(30))
        }
        #expect(pauses == [1, 1, 60, 1].map { .seconds($0) })
    }

    @Test mutating func `M12 a living broker that closes young connections counts as a takeover`() {
        let young = [0, 2, 4].map { pause(at: $0, after: .droppedByBroker, held: .seconds(1)) }
        #expect(young == [1, 1, 60].map { .seconds($0) })
        #expect(backoff.isContested)
        let old = [100, 110, 120].map { pause(at: $0, after: .droppedByBroker, held: .seconds(6)) }
        #expect(old == [1, 1, 1].map { .seconds($0) })
        #expect(!backoff.isContested)
    }

    @Test mutating func `M2 a broker killed again and again is never suspected`() {
        let pauses = (0..<10).map {
            pause(at: Double($0) * 2, after: .connectionLost, held: .seconds(1))
        }
        #expect(pauses == Array(repeating: .seconds(1), count: 10))
    }

    @Test(arguments: [
        MQTTFault.unreachable(errno: 111), .noAnswer, .connectionLost,
    ])
    mutating func `M2 M12 a broker that was away in between is no sign of a rival`(
        proof: MQTTFault
    ) {
        for second in [0.0, 4, 8, 12, 16] {
            let dropped = pause(at: second, after: .droppedByBroker, held: .seconds(1))
            #expect(dropped == .seconds(1))
            #expect(pause(at: second + 1, after: proof) == .seconds(1))
            #expect(!backoff.isContested)
        }
    }

    @Test mutating func `M12 what the broker itself said of a rival outlives its restart`() {
        for second in [0.0, 4, 8] {
            _ = pause(at: second, after: .sessionTaken, held: .seconds(1))
            _ = pause(at: second + 1, after: .unreachable(errno: 111))
        }
        #expect(backoff.isContested)
        #expect(pause(at: 12, after: .sessionTaken, held: .seconds(1)) == .seconds(60))
    }
}
