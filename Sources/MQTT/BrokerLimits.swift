// SPDX-License-Identifier: Apache-2.0

/// What an MQTT 5 broker announced when it accepted us; absent values mean it set no limit.
public struct BrokerLimits: Sendable, Hashable {
    /// Largest packet in bytes that the broker takes.
    public var maximumPacketSize: UInt32?

    /// How many unacknowledged messages the broker takes at a time.
    public var receiveMaximum: UInt16?

    /// The keepalive in seconds that the broker imposes.
    public var keepAliveSeconds: UInt16?

    /// No limits.
    public init() {}
}
