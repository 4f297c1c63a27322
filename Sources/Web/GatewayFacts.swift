// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The gateway's own state at one moment.
public struct GatewayFacts: Sendable {
    /// The connection to the broker.
    public struct Broker: Sendable {
        /// Whether there is one.
        public var isConnected = false
        /// The protocol's version, `5` or `3.1.1`.
        public var version: String?
        /// How often it was made again.
        public var reconnects = 0
        /// Since when there is one.
        public var connectedSince: UTCTime?
        /// The word for the last fault.
        public var faultCode: String?
        /// The last fault in a sentence.
        public var lastFault: String?

        /// Not connected.
        public init() {}
    }

    /// The store of telegrams.
    public struct Store: Sendable {
        /// `ok`, or what is wrong.
        public var state = "ok"
        /// Whether telegrams reach the medium.
        public var isStoring = true
        /// How much the database takes.
        public var bytes: Int64 = 0
        /// How long the oldest telegram has waited for the history to take it, in seconds.
        public var historyLagSeconds: Int64 = 0

        /// In order and empty.
        public init() {}
    }

    /// The mails that are sent.
    public struct Mail: Sendable, Hashable {
        /// How many wait to be sent.
        public var pending = 0
        /// How many were sent since the start.
        public var sent = 0
        /// How many were given up since the start.
        public var dropped = 0
        /// What went wrong with the latest attempt; `nil` when that went well.
        public var lastError: String?
        /// When it went wrong.
        public var failedAt: UTCTime?

        /// None sent yet.
        public init() {}
    }

    /// The release.
    public var version: String
    /// When the gateway started.
    public var started: UTCTime
    /// For how long it runs, in seconds.
    public var uptimeSeconds: Int64 = 0
    /// The connection to the broker.
    public var broker = Broker()
    /// The store of telegrams.
    public var store = Store()
    /// Telegrams stored and not yet taken by the broker.
    public var backlog = 0
    /// The age of the oldest of them, in seconds.
    public var oldestAgeSeconds: Int64 = 0
    /// What was lost to full queues.
    public var dropped: UInt64 = 0
    /// Samples and events for which the history had no room, and telegrams that waited for it too
    /// long.
    public var droppedHistory: UInt64 = 0
    /// How mail is getting on; `nil` if none is sent.
    public var mail: Mail?
    /// How the server gets on with its port; `nil` before it was asked for.
    public var web: WebCondition?
    /// How many wrong tokens were shown to the server since the start.
    public var wrongTokens: UInt64 = 0
    /// Bytes in physical memory.
    public var residentBytes = 0
    /// The last thing that went wrong, in a sentence.
    public var lastError: String?

    /// A gateway that has just started.
    public init(version: String, started: UTCTime) {
        self.version = version
        self.started = started
    }
}
