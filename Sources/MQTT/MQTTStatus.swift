// SPDX-License-Identifier: Apache-2.0

/// A client's figures at one moment.
public struct MQTTStatus: Sendable, Hashable {
    /// Since when the broker is connected; absent while it is not.
    public var connectedSince: ContinuousClock.Instant?

    /// The protocol in use, or last used; absent before the first connection.
    public var version: MQTTVersion?

    /// How many connections followed the first one.
    public var reconnects = 0

    /// Messages of the stream lane that the broker has not taken yet.
    public var backlog = 0

    /// Age of the oldest message of the backlog in seconds; absent when there is none.
    public var oldestAgeSeconds: Double?

    /// Messages of the stream lane lost to a full queue or to their own expiry.
    public var dropped: UInt64 = 0

    /// Best-effort messages not sent, for want of a connection or of room.
    public var droppedBestEffort: UInt64 = 0

    /// The latest fault of the connection; kept after it is over.
    public var lastFault: MQTTFault?
}
