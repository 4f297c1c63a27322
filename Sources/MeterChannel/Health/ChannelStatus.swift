// SPDX-License-Identifier: Apache-2.0
public import DSMR
public import Readings

/// How a meter or sensor is at one moment: what its health topic says.
public struct ChannelStatus: Sendable {
    /// What only meters have.
    public struct Meter: Sendable {
        /// What was counted on the port.
        public var counters = FrameCounters()
        /// When the last telegram was accepted.
        public var lastTelegram: UTCTime?
        /// How often it speaks, in milliseconds.
        public var intervalMilliseconds: Int64 = 10_000
        /// Accepted frames of the epoch.
        public var stored: UInt64 = 0
        /// Frames of the epoch that were sent and not seen; `nil` where there is no counter to go
        /// by.
        public var missed: UInt64?
        /// Those of them that fell into a time when the gateway was off.
        public var missedWhileOff: UInt64?
        /// Who seals the frames.
        public var systemTitle: SystemTitle?
        /// The meter's own name.
        public var identity: String?
        /// The configured key.
        public var keyFingerprint: String?
        /// What proves the last telegram: `verified`, `unverified`, `none`.
        public var authentication: String?
        /// The counter of the last verified frame.
        public var frameCounter: UInt32?
        /// How far the meter's clock is ahead of ours, in seconds.
        public var clockDriftSeconds: Int64?

        /// Nothing counted yet.
        public init() {}
    }

    /// What only sensors have.
    public struct Sensor: Sendable, Hashable {
        /// Valid lines.
        public var samples: UInt64 = 0
        /// Lines that were no reading.
        public var badLines: UInt64 = 0
        /// Values outside their bounds.
        public var outOfRange: UInt64 = 0
        /// When the last valid line came.
        public var lastSample: UTCTime?

        /// Nothing counted yet.
        public init() {}
    }

    /// The last thing that went wrong.
    public struct LastError: Sendable, Hashable {
        /// The word for it.
        public let code: String
        /// One sentence.
        public let text: String
        /// When it went wrong.
        public let at: UTCTime

        /// What went wrong with a link since it was as before, if anything did.
        init?(_ link: LinkStatus, after before: LinkStatus, at time: UTCTime) {
            if let fault = link.recordingFault, fault != before.recordingFault {
                self.init(code: RecordingFault.code, text: fault.description, at: time)
            } else if let fault = link.requestFault, fault != before.requestFault {
                self.init(code: fault.code.rawValue, text: fault.hint, at: time)
            } else if let fault = link.portFault, fault != before.portFault {
                self.init(code: fault.code.rawValue, text: fault.hint, at: time)
            } else {
                return nil
            }
        }

        /// Notes what went wrong.
        init(code: String, text: String, at time: UTCTime) {
            (self.code, self.text, at) = (code, text, time)
        }
    }

    /// Which meter or sensor.
    public let id: MeterID
    /// State, code and hint.
    public var condition: Condition
    /// Since when the condition holds.
    public var since: UTCTime
    /// Whether its values are current.
    public var isAvailable = false
    /// The port and its line.
    public var link = LinkStatus()
    /// The port as configured.
    public var port: String
    /// The last thing that went wrong.
    public var lastError: LastError?
    /// What only meters have.
    public var meter: Meter?
    /// What only sensors have.
    public var sensor: Sensor?

    /// The status of a channel that has done nothing yet.
    public init(id: MeterID, port: String, condition: Condition, since: UTCTime) {
        self.id = id
        self.port = port
        self.condition = condition
        self.since = since
    }
}
