// SPDX-License-Identifier: Apache-2.0
import Glibc
public import Readings

/// The two clocks the log looks at: one that never steps, for its windows, and the calendar's, for
/// its notes.
public struct StoreClock: Sendable {
    /// The time since some moment; steps of the calendar do not touch it.
    public var uptime: @Sendable () -> Duration
    /// The time of day in UTC, right as far as the system's clock is.
    public var wall: @Sendable () -> UTCTime

    /// Makes a clock; tests make their own.
    public init(uptime: @escaping @Sendable () -> Duration, wall: @escaping @Sendable () -> UTCTime)
    {
        self.uptime = uptime
        self.wall = wall
    }

    /// The system's clocks.
    public static let system = StoreClock(
        uptime: { .nanoseconds(nanoseconds(CLOCK_MONOTONIC)) },
        wall: { UTCTime(milliseconds: nanoseconds(CLOCK_REALTIME) / 1_000_000) })

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
