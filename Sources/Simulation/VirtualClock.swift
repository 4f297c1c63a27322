// SPDX-License-Identifier: Apache-2.0
import Readings

/// The clock of the street: it starts where it is told and may run faster than the world's.
struct VirtualClock: Sendable {
    /// What it showed at the start.
    let start: UTCTime
    private let anchor: Int64
    private let acceleration: Int64
    private let present: UTCTime?

    /// Starts now; monotonic nanoseconds, so that no step of the computer's clock is felt.
    ///
    /// `present` is the world's time, which it does not outrun; without one it may.
    init(start: UTCTime, monotonic: Int64, acceleration: Int, present: UTCTime? = nil) {
        self.start = start
        self.anchor = monotonic
        self.acceleration = Int64(acceleration)
        self.present = present
    }

    /// What it shows at a monotonic moment.
    func time(at monotonic: Int64) -> UTCTime {
        let elapsed = (monotonic - anchor) / 1_000_000
        let own = start.milliseconds + elapsed * acceleration
        return UTCTime(
            milliseconds: present.map { min(own, $0.milliseconds + elapsed) } ?? own)
    }

    /// Whether it is behind the world and hurries after it.
    func isBehind(at monotonic: Int64) -> Bool {
        guard let present else { return false }
        let elapsed = (monotonic - anchor) / 1_000_000
        return start.milliseconds + elapsed * acceleration < present.milliseconds + elapsed
    }
}
