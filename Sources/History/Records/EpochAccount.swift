// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The account of an epoch: `stored + missed = last − first + 1`, over restarts and beyond what
/// retention keeps.
///
/// Telegrams in clear or unverified have an account of their own, counted by receive sequence, in
/// which nothing can be missed.
public struct EpochAccount: Sendable, Hashable {
    /// Which meter.
    public let meter: MeterID
    /// Its epoch; `nil` for telegrams in clear or unverified.
    public let epoch: EpochID?
    /// The first counter ever stored.
    public internal(set) var first: UInt32?
    /// The latest counter stored.
    public internal(set) var last: UInt32?
    /// How many telegrams were stored, those that retention removed included.
    public internal(set) var stored: UInt64 = 0
    /// How many were missed while the gateway ran.
    public internal(set) var missedWhileOn: UInt64 = 0
    /// How many were missed while it did not.
    public internal(set) var missedWhileOff: UInt64 = 0

    /// How many were missed in all; `nil` where no counter tells.
    public var missed: UInt64? { epoch == nil ? nil : missedWhileOn + missedWhileOff }
}
