// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MeterChannel

@Suite struct StatusPaceTests {
    private var pace = StatusPace()

    /// Whether the pace tells at a time after the start.
    private mutating func tells(_ time: Duration) -> Bool { pace.isDue(at: time.uptime) }

    @Test mutating func `the first status is told at once`() {
        #expect(tells(.zero) == true)
        #expect(tells(.zero) == false)
    }

    @Test mutating func `a change is told at once`() {
        _ = tells(.zero)
        pace.changed()
        #expect(tells(.milliseconds(1)) == true)
    }

    @Test mutating func `P10 five changes are told in a burst, then one a second`() {
        var told: [Int] = []
        for millisecond in stride(from: 0, through: 4_000, by: 10) {
            pace.changed()
            if tells(.milliseconds(millisecond)) { told.append(millisecond) }
        }
        #expect(told == [0, 10, 20, 30, 40, 1_000, 2_000, 3_000, 4_000])
    }

    @Test mutating func `P10 the last change of a burst is told, if late`() throws {
        for _ in 0..<8 {
            pace.changed()
            _ = tells(.zero)
        }
        let due = try #require(pace.deadline)
        #expect(due > Duration.zero.uptime && due <= Duration.seconds(1).uptime)
        #expect(pace.isDue(at: due) == true)
        #expect(pace.isDue(at: due) == false)
    }

    @Test mutating func `quiet time earns a burst of five again, and no more`() {
        for round in 0..<3 {
            var told = 0
            for _ in 0..<20 {
                pace.changed()
                if tells(.seconds(3_600 * round)) { told += 1 }
            }
            #expect(told == 5)
        }
    }

    @Test mutating func `counters are told every 10 s at most`() {
        _ = tells(.zero)
        var told: [Int] = []
        for second in 1...60 {
            pace.counted()
            if tells(.seconds(second)) { told.append(second) }
        }
        #expect(told == [10, 20, 30, 40, 50, 60])
    }

    @Test mutating func `a status without news is told every minute`() {
        _ = tells(.zero)
        var told: [Int] = []
        for second in 1...200 where tells(.seconds(second)) { told.append(second) }
        #expect(told == [60, 120, 180])
    }

    @Test mutating func `counters and minutes cost no credit`() {
        _ = tells(.zero)
        pace.counted()
        _ = tells(.seconds(10))
        _ = tells(.seconds(70))
        var told = 0
        for _ in 0..<20 {
            pace.changed()
            if tells(.seconds(71)) { told += 1 }
        }
        #expect(told == 5)
    }
}
