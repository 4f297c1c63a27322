// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Something that happened once and is worth a note, such as a replayed frame or a new key.
public struct MeterEvent: Sendable, Hashable {
    /// What can happen; the raw value is the word in JSON.
    public enum Kind: String, Sendable, Hashable {
        /// A genuine frame that was seen before, or an older one.
        case replay
        /// The first frame under another key verified.
        case keyChanged = "key_changed"
        /// A frame of another meter verified under the configured key.
        case meterSwapped = "meter_swapped"
        /// The meter speaks again.
        case meterOnline = "meter_online"
        /// The meter does not speak any more, or cannot be read.
        case meterOffline = "meter_offline"
        /// Frames that were sent and never seen.
        case gapClosed = "gap_closed"
        /// The port is open and silent for an hour, although everything was tried.
        case needsReplug = "needs_replug"
        /// The gateway's last run did not end by itself; told of each meter.
        case uncleanStart = "unclean_start"
        /// The daily check of the database found damage; told of each meter.
        case checkFailed = "check_failed"
    }

    /// Which meter or sensor.
    public let meter: MeterID
    /// What happened.
    public let kind: Kind
    /// When.
    public let time: UTCTime
    /// Facts by name, such as the number of missed frames.
    public let facts: [Reading]

    /// Notes an event.
    public init(meter: MeterID, kind: Kind, time: UTCTime, facts: [Reading] = []) {
        self.meter = meter
        self.kind = kind
        self.time = time
        self.facts = facts
    }
}
