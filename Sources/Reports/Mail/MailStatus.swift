// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How mail is getting on, for the gateway's health.
public struct MailStatus: Sendable, Hashable {
    /// How many mails wait to be sent.
    public var pending = 0
    /// How many were sent since the start.
    public var sent = 0
    /// How many were given up since the start, because too many waited or one waited for days.
    public var dropped = 0
    /// What went wrong with the latest attempt that failed; `nil` once one went well and no mail waits
    /// that failed.
    public var lastError: String?
    /// When it went wrong.
    public var failedAt: UTCTime?
}
