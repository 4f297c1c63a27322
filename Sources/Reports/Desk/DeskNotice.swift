// SPDX-License-Identifier: Apache-2.0

/// What the desk did or could not do, for the log.
public enum DeskNotice: Sendable, Hashable {
    /// A report was put among the mails that wait.
    case reported(key: String)
    /// The file of a day was written for this many meters.
    case wroteDayFiles(date: String, count: Int)
    /// Something did not work; what, and why.
    case failed(what: String, why: String)
}
