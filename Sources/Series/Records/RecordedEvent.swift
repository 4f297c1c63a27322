// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Something that happened once, as it was noted.
public struct RecordedEvent: Sendable, Hashable {
    /// Its number in the order of noting; `nil` before it is noted.
    public let id: Int64?
    /// Which meter or sensor.
    public let meter: MeterID
    /// When it happened.
    public let time: UTCTime
    /// What: the word in `<id>/event`, `key_changed`.
    public let kind: String
    /// Facts by name as one JSON object.
    public let facts: String

    /// Puts it together.
    public init(id: Int64? = nil, meter: MeterID, time: UTCTime, kind: String, facts: String) {
        self.id = id
        self.meter = meter
        self.time = time
        self.kind = kind
        self.facts = facts
    }
}
