// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Now, on both clocks: the one that never steps, for deadlines, and the calendar's, for people.
public struct Moment: Sendable, Hashable {
    /// Nanoseconds of the monotonic clock.
    public var uptime: Int64
    /// The time of day in UTC, right as far as the system's clock is.
    public var wall: UTCTime

    /// Puts a moment together; tests make their own.
    public init(uptime: Int64, wall: UTCTime) {
        self.uptime = uptime
        self.wall = wall
    }

    /// The monotonic clock's reading after a wait.
    public func after(_ wait: Duration) -> Int64 { uptime + wait.nanoseconds }
}

extension Duration {
    /// The whole duration in nanoseconds; what does not fit 64 bits (292 years) is cut.
    var nanoseconds: Int64 {
        let parts = components
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole + parts.attoseconds / 1_000_000_000
    }
}
