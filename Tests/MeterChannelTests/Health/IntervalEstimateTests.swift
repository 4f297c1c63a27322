// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MeterChannel

@Suite struct IntervalEstimateTests {
    private var estimate = IntervalEstimate(configured: nil)

    private mutating func hear(at seconds: some Sequence<Double>) {
        for second in seconds { estimate.heard(at: Duration.seconds(second).uptime) }
    }

    @Test mutating func `Luxembourg's ten seconds hold until five telegrams have come`() {
        hear(at: [0, 1, 2, 3])
        #expect(estimate.nanoseconds == 10_000_000_000)
        hear(at: [4])
        #expect(estimate.nanoseconds == 1_000_000_000)
    }

    @Test mutating func `one late telegram does not change what was learnt`() {
        hear(at: [0, 1, 2, 3, 4, 5, 45, 46, 47])
        #expect(estimate.nanoseconds == 1_000_000_000)
    }

    @Test mutating func `a meter that changes its pace is learnt anew within nine telegrams`() {
        hear(at: stride(from: 0, through: 100, by: 10))
        hear(at: stride(from: 101, through: 109, by: 1))
        #expect(estimate.nanoseconds == 1_000_000_000)
    }

    @Test mutating func `an outage is no interval`() {
        hear(at: [0, 1, 2, 3, 4])
        for start: Double in [1_000, 2_000, 3_000, 4_000, 5_000] {
            estimate.interrupted()
            hear(at: [start])
        }
        #expect(estimate.nanoseconds == 1_000_000_000)
    }

    @Test func `a configured interval is not learnt over`() {
        var estimate = IntervalEstimate(configured: .seconds(60))
        for second in 0..<20 { estimate.heard(at: Duration.seconds(second).uptime) }
        #expect(estimate.nanoseconds == 60_000_000_000)
        #expect(estimate.patience == 180_000_000_000)
    }

    @Test mutating func `the patience is three intervals, and 35 s at least`() {
        #expect(estimate.patience == 35_000_000_000)
        hear(at: stride(from: 0, through: 100, by: 20))
        #expect(estimate.patience == 60_000_000_000)
    }
}
