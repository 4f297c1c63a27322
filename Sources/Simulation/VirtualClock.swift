// SPDX-License-Identifier: Apache-2.0
import Readings

/// The clock of the street: it starts where it is told and may run faster than the world's.
struct VirtualClock: Sendable {
    /// What it showed at the start.
    let start: UTCTime
    private let anchor: Int64
    private let acceleration: Int64

    /// Starts now; monotonic nanoseconds, so that no step of the computer's clock is felt.
    init(start: UTCTime, monotonic: Int64, acceleration: Int) {
        self.start = start
        self.anchor = monotonic
        self.acceleration = Int64(acceleration)
    }

    /// What it shows at a monotonic moment.
    func time(at monotonic: Int64) -> UTCTime {
        UTCTime(milliseconds: start.milliseconds + (monotonic - anchor) / 1_000_000 * acceleration)
    }
}
