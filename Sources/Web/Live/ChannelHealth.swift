// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How a meter or sensor is.
public struct ChannelHealth: Sendable {
    /// What was counted since the start.
    public struct Counters: Sendable, Hashable {
        /// Accepted telegrams, or valid lines of a sensor.
        public var accepted: UInt64 = 0
        /// Refused for a wrong checksum.
        public var checksumErrors: UInt64 = 0
        /// Refused for a wrong tag.
        public var tagErrors: UInt64 = 0
        /// Cut, too long, without grammar, or not a line of this sensor.
        public var frameErrors: UInt64 = 0
        /// Seen before.
        public var replays: UInt64 = 0
        /// Bytes that belonged to nothing.
        public var noiseBytes: UInt64 = 0
        /// Bytes without a stop bit or with wrong parity; `nil` where the port does not count them.
        public var framingErrors: UInt64?
        /// Bytes lost before they were read; `nil` where the port does not count them.
        public var overruns: UInt64?

        /// Nothing counted yet.
        public init() {}
    }

    /// `online`, `degraded`, `offline`, `disabled`.
    public var state: String
    /// Why.
    public var code: String
    /// What to do, in plain words.
    public var hint: String
    /// Since when.
    public var since: UTCTime
    /// Whether its values are current.
    public var isAvailable: Bool
    /// Frames sent and never seen; `nil` where there is no counter to go by.
    public var missed: UInt64?
    /// The meter's number.
    public var identity: String?
    /// The last four digits of who seals its frames.
    public var systemTitle: String?
    /// How far its clock is ahead of ours, in seconds.
    public var clockDriftSeconds: Int64?
    /// When the last telegram or valid line came.
    public var lastHeard: UTCTime?
    /// What was counted.
    public var counters = Counters()
    /// Writes the whole health record, as `<id>/health` has it, for a moment; the second time is that
    /// of the latest telegram or sample, which may have come since.
    public var record: @Sendable (UTCTime, UTCTime?) -> [UInt8]

    /// Puts it together; the rest is set afterwards.
    public init(
        state: String, code: String, hint: String, since: UTCTime, isAvailable: Bool,
        record: @escaping @Sendable (UTCTime, UTCTime?) -> [UInt8]
    ) {
        self.state = state
        self.code = code
        self.hint = hint
        self.since = since
        self.isAvailable = isAvailable
        self.record = record
    }
}
