// SPDX-License-Identifier: Apache-2.0
import Readings

/// How the attempts to send one mail got on, by this process.
///
/// Waits are measured by the uptime, which nobody sets. Only when a mail of an earlier process was
/// made comes from its file, by the wall clock, since that outlives the process; and as that clock may
/// be wrong, it is believed only as far as nothing is lost by it.
struct MailAttempt: Sendable {
    /// For how many seconds a mail is tried at least by a process that found it after a pause of as
    /// many: it may be the clock that is ahead.
    static let trial: Int64 = 86_400
    /// By how many seconds a file's time may be wrong before it is put right.
    private static let tolerance: Int64 = 60

    /// Whether this process made the mail.
    private var isOwn: Bool
    /// How often it was tried.
    private(set) var count = 0
    /// The uptime at which it is tried again.
    private(set) var next: Duration
    /// The uptime at which it was tried first.
    private var first: Duration?
    /// Whether it was tried a short while before that, by an earlier process.
    private var isContinued = false
    /// The uptime at which it was made, before the start perhaps; `nil` while no clock tells.
    private var made: Duration?
    /// What went wrong the last time.
    private(set) var failure: (at: UTCTime, why: String)?

    /// A mail that is due at once.
    init(due: Duration, isOwn: Bool) {
        next = due
        self.isOwn = isOwn
    }

    /// This process made another mail in its place, which is due when that one was.
    mutating func replace() {
        isOwn = true
        made = nil
    }

    /// Takes note of an attempt that failed: the next one is after a minute, then after two, four and
    /// so on, up to an hour.
    mutating func failed(_ why: String, at now: UTCTime, uptime: Duration) {
        count += 1
        next = uptime + .seconds(60 * min(60, 1 << min(count - 1, 6)))
        failure = (now, why)
    }

    /// Takes note of what its file said before the attempt; the times that it has to have now.
    ///
    /// Of the ages that different clocks gave it, the least counts: whichever was wrong, none makes a
    /// mail older than it is. A clock that is behind the file is not set yet, and says nothing.
    mutating func judge(_ times: MailTimes, at now: UTCTime, uptime: Duration) -> MailTimes {
        if first == nil {
            first = uptime
            let pause = now.seconds - times.tried.seconds
            isContinued = (0..<MailAttempt.trial).contains(pause)
        }
        if !isOwn || made == nil, times.made <= now {
            let told = uptime - .seconds(now.seconds - times.made.seconds)
            made = max(made ?? told, told)
        }
        guard let age = age(at: uptime) else { return MailTimes(made: times.made, tried: now) }
        let isWrong = abs(now.seconds - age - times.made.seconds) > MailAttempt.tolerance
        return MailTimes(
            made: isWrong ? UTCTime(seconds: now.seconds - age) : times.made, tried: now)
    }

    /// Whether it was tried for so many seconds that it is given up.
    func isOver(_ patience: Int64, uptime: Duration) -> Bool {
        guard let first else { return false }
        let tried = (uptime - first).components.seconds
        // A file of days to come says nothing; then it is what this process tried that counts.
        guard (age(at: uptime) ?? tried) > patience else { return false }
        return isOwn || isContinued || tried >= MailAttempt.trial
    }

    private func age(at uptime: Duration) -> Int64? {
        made.map { (uptime - $0).components.seconds }
    }
}
