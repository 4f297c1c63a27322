// SPDX-License-Identifier: Apache-2.0

/// One packet of MQTT as it is on the wire, for tests that speak the protocol themselves.
public struct MQTTPacket: Sendable {
    /// The first byte: kind and flags.
    public let header: UInt8
    /// Everything after the length.
    public let body: [UInt8]

    /// A packet of the given parts.
    public init(header: UInt8, body: [UInt8]) {
        self.header = header
        self.body = body
    }

    /// The kind, for example 1 CONNECT, 2 CONNACK, 3 PUBLISH, 4 PUBACK, 12 PINGREQ.
    public var kind: UInt8 { header >> 4 }

    /// The packet's bytes.
    public var bytes: [UInt8] {
        var length = body.count
        var encoded: [UInt8] = []
        repeat {
            let digit = UInt8(length & 0x7F)
            length >>= 7
            encoded.append(length > 0 ? digit | 0x80 : digit)
        } while length > 0
        return [header] + encoded + body
    }

    /// Reads one packet; nothing when the stream ended.
    public static func read(from socket: LoopbackSocket) -> MQTTPacket? {
        guard let header = socket.read(exactly: 1) else { return nil }
        var length = 0
        var shift = 0
        while true {
            guard let digit = socket.read(exactly: 1)?.first else { return nil }
            length |= Int(digit & 0x7F) << shift
            shift += 7
            if digit & 0x80 == 0 { break }
        }
        guard let body = socket.read(exactly: length) else { return nil }
        return MQTTPacket(header: header[0], body: body)
    }

    /// A text with its length in front, as MQTT writes texts.
    public static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }
}
