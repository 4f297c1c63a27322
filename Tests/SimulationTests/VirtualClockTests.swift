// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

@testable import Simulation

/// The street's clock, without waiting for it.
@Suite struct VirtualClockTests {
    private static let second: Int64 = 1_000_000_000
    private let start = UTCTime(seconds: 1_773_220_500)

    @Test func `an accelerated clock runs ahead of the world`() {
        let clock = VirtualClock(start: start, monotonic: 7, acceleration: 60)
        #expect(clock.time(at: 7) == start)
        #expect(clock.time(at: 7 + 10 * Self.second).seconds == start.seconds + 600)
        #expect(!clock.isBehind(at: 7))
    }

    @Test func `a clock with a past hurries to the present and goes on at its pace`() {
        let present = UTCTime(seconds: start.seconds + 3_600)
        let clock = VirtualClock(start: start, monotonic: 0, acceleration: 601, present: present)
        #expect(clock.time(at: 0) == start)
        #expect(clock.time(at: 3 * Self.second).seconds == start.seconds + 1_803)
        #expect(clock.isBehind(at: 5 * Self.second))
        // After 6 s the hour is caught up.
        #expect(!clock.isBehind(at: 6 * Self.second))
        #expect(clock.time(at: 6 * Self.second).seconds == present.seconds + 6)
        #expect(clock.time(at: 60 * Self.second).seconds == present.seconds + 60)
    }
}
