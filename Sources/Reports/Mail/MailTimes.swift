// SPDX-License-Identifier: Apache-2.0
import Glibc
import Readings

/// When a mail was made and when it was tried last, by the clock as it was at the latest attempt: the
/// two times that a file has, so that they outlive the process.
struct MailTimes: Sendable, Hashable {
    /// The time of the file's content.
    var made: UTCTime
    /// The time of the last access; whoever reads the file besides only makes it look tried then.
    var tried: UTCTime

    init(made: UTCTime, tried: UTCTime) {
        self.made = made
        self.tried = tried
    }

    /// What a file says; `nil` if it is not there.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        made = MailTimes.time(status.st_mtim)
        tried = MailTimes.time(status.st_atim)
    }

    /// Gives the file these times; whether that worked.
    func write(_ path: String) -> Bool {
        let times = [tried, made].map { timespec(tv_sec: Int(clamping: $0.seconds), tv_nsec: 0) }
        return unsafe utimensat(AT_FDCWD, path, times, 0) == 0
    }

    /// Whole seconds, none so far away that there is no reckoning with them.
    private static func time(_ time: timespec) -> UTCTime {
        UTCTime(seconds: max(-1 << 40, min(1 << 40, Int64(time.tv_sec))))
    }
}
