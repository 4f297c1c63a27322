// SPDX-License-Identifier: Apache-2.0

/// A message on its way to the broker: a topic, bytes, and how they are to be delivered.
public struct OutboundMessage: Sendable, Hashable {
    /// How hard the broker is asked to confirm a message.
    public enum QoS: Int32, Sendable {
        /// Sent once, never confirmed.
        case atMostOnce = 0
        /// Sent until the broker confirms it.
        case atLeastOnce = 1
    }

    /// The topic, without wildcards.
    public var topic: String

    /// The bytes, at most what the broker accepts; none in a retained message clears the topic.
    public var payload: [UInt8]

    /// Whether the broker confirms the message.
    public var qos: QoS

    /// Whether the broker keeps it as the topic's latest state.
    public var retain: Bool

    /// After how many seconds the message is worth nothing; sent with MQTT 5 only.
    ///
    /// Time spent in our own queue counts: what is sent is what remains.
    public var expirySeconds: UInt32?

    /// A message with QoS 1, not retained, without an end, unless said otherwise.
    public init(
        topic: String, payload: [UInt8], qos: QoS = .atLeastOnce, retain: Bool = false,
        expirySeconds: UInt32? = nil
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.expirySeconds = expirySeconds
    }

    /// Roughly how many bytes it takes on the wire.
    var size: Int { topic.utf8.count + payload.count + (expirySeconds == nil ? 0 : 5) }

    /// This message with the age it has reached taken off its expiry; nothing once it has expired.
    func aged(by age: Duration) -> OutboundMessage? {
        guard let expirySeconds else { return self }
        let elapsed = age.components.seconds
        guard elapsed < Int64(expirySeconds) else { return nil }
        var rest = self
        rest.expirySeconds = expirySeconds - UInt32(max(elapsed, 0))
        return rest
    }
}
