// SPDX-License-Identifier: Apache-2.0
import Glibc
import Readings

extension Moment {
    /// Reads both clocks of the system.
    public static func now() -> Moment {
        Moment(
            uptime: nanoseconds(CLOCK_MONOTONIC),
            wall: UTCTime(milliseconds: nanoseconds(CLOCK_REALTIME) / 1_000_000))
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
