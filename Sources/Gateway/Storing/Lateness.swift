// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings

/// Tells a telegram that waited for something from one that leaves as it came.
///
/// Only its age counts, by the clock of now, against how long the connection is there by the
/// monotonic one: a clock that is set makes no telegram late that comes after.
struct Lateness: Sendable {
    /// A telegram that left the log later than this waited for something, in milliseconds.
    private static let live: Int64 = 5_000

    /// When the connection was made, in nanoseconds of the uptime.
    let connected: Int64

    /// Whether a telegram that leaves now waited: for the connection, or longer than five seconds
    /// for anything.
    func waited(since received: UTCTime, isFromEarlierRun: Bool, at now: Moment) -> Bool {
        if isFromEarlierRun { return true }
        let age = now.wall.milliseconds - received.milliseconds
        return age > min(Lateness.live, (now.uptime - connected) / 1_000_000)
    }
}
