// SPDX-License-Identifier: Apache-2.0
import Readings

/// How the attempts to send one mail got on, by this process.
///
/// Waits are measured by the uptime, which nobody sets. Only when the mail was made comes from its
/// file, by the wall clock, since that outlives the process.
struct MailAttempt: Sendable {
    /// How often it was tried.
    private(set) var count = 0
    /// The uptime at which it is tried again.
    private(set) var next: Duration
    /// The uptime at which it was made, before the start perhaps; `nil` until that was looked up.
    var made: Duration?
    /// What went wrong the last time.
    private(set) var failure: (at: UTCTime, why: String)?

    /// A mail that is due at once.
    init(due: Duration) { next = due }

    /// Takes note of an attempt that failed: the next one is after a minute, then after two, four and
    /// so on, up to an hour.
    mutating func failed(_ why: String, at now: UTCTime, uptime: Duration) {
        count += 1
        next = uptime + .seconds(60 * min(60, 1 << min(count - 1, 6)))
        failure = (now, why)
    }
}
