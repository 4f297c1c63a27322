// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MeterChannel

@Suite struct PollCycleTests {
    private var cycle = PollCycle(every: .seconds(60), startingAt: Duration.zero.uptime)

    @Test mutating func `a turn is: assert, wait 200 ms, listen for 1 s, release`() {
        cycle.advance(at: Duration.zero.uptime)
        #expect(cycle.isAsserted && !cycle.isListening)
        #expect(cycle.deadline == Duration.milliseconds(200).uptime)
        cycle.advance(at: Duration.milliseconds(200).uptime)
        #expect(cycle.isAsserted && cycle.isListening)
        #expect(cycle.deadline == Duration.milliseconds(1_200).uptime)
        cycle.advance(at: Duration.milliseconds(1_200).uptime)
        #expect(!cycle.isAsserted)
        #expect(cycle.emptyTurns == 1)
        #expect(cycle.deadline == Duration.seconds(60).uptime)
    }

    @Test mutating func `a valid line ends the turn at once, and the next one begins on time`() {
        cycle.advance(at: Duration.zero.uptime)
        cycle.advance(at: Duration.milliseconds(200).uptime)
        cycle.answered(at: Duration.milliseconds(300).uptime)
        #expect(!cycle.isAsserted)
        #expect(cycle.emptyTurns == 0)
        #expect(
            cycle.deadline == Duration.seconds(60).uptime, "60 s from the beginning of the turn")
    }

    @Test mutating func `nothing happens before its time`() {
        cycle.advance(at: Duration.zero.uptime)
        cycle.advance(at: Duration.milliseconds(199).uptime)
        #expect(!cycle.isListening)
    }

    @Test mutating func `turns missed while the machine slept are not made up for`() {
        for time in [Duration.zero, .milliseconds(200), .seconds(600)] {
            cycle.advance(at: time.uptime)
        }
        #expect(cycle.deadline == Duration.seconds(660).uptime)
    }

    @Test func `an interval shorter than two turns is stretched`() {
        var cycle = PollCycle(every: .seconds(1), startingAt: Duration.zero.uptime)
        cycle.advance(at: Duration.zero.uptime)
        cycle.advance(at: Duration.milliseconds(200).uptime)
        cycle.answered(at: Duration.milliseconds(250).uptime)
        #expect(cycle.deadline == Duration.milliseconds(2_400).uptime)
    }
}
