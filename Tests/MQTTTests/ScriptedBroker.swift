// SPDX-License-Identifier: Apache-2.0
import Locking
import TestSupport

/// A peer that answers packets by a script, for brokers that cannot be had.
final class ScriptedBroker: Sendable {
    /// What the script wants done after a packet.
    enum Reply: Sendable {
        case bytes([UInt8])
        case nothing
        case hangUp
        /// Writes these and then closes, as soon as the other side has.
        case last([UInt8])
    }

    /// A CONNACK of version 5 without properties that accepts.
    static let accepted = Reply.bytes([0x20, 3, 0, 0, 0])

    /// As `accepted`, and then the connection is closed.
    static let acceptedAndClosed = Reply.last([0x20, 3, 0, 0, 0])

    /// Every packet received, in order, with the number of its connection from 1.
    let packets = Journal<(connection: Int, packet: MQTTPacket)>()
    let port: UInt16
    private let listener: LoopbackSocket

    /// Listens and answers each packet by the script.
    init(_ script: @escaping @Sendable (_ connection: Int, MQTTPacket) -> Reply) throws {
        listener = try LoopbackSocket.listening()
        port = try listener.port()
        BackgroundThread.start { [listener, packets] in
            var connection = 0
            while let socket = listener.accepted() {
                Self.serve(socket, &connection, packets, script)
                socket.close()
            }
            listener.close()
        }
    }

    deinit {
        listener.shutDown()
    }

    /// A PUBACK of version 3.1.1, which also serves version 5, for a PUBLISH with QoS 1.
    static func acknowledgement(of packet: MQTTPacket) -> Reply {
        let body = packet.body
        guard packet.kind == 3, packet.header & 2 != 0, body.count >= 2 else { return .nothing }
        let end = 2 + Int(body[0]) << 8 + Int(body[1])
        return .bytes([0x40, 2, body[end], body[end + 1]])
    }

    /// A PUBACK of version 5 with a reason, for a PUBLISH with QoS 1.
    static func refusal(of packet: MQTTPacket, _ reason: UInt8) -> Reply {
        guard case .bytes(let bytes) = acknowledgement(of: packet) else { return .nothing }
        return .bytes([0x40, 3, bytes[2], bytes[3], reason])
    }

    private static func serve(
        _ socket: LoopbackSocket, _ connection: inout Int,
        _ packets: Journal<(connection: Int, packet: MQTTPacket)>,
        _ script: (Int, MQTTPacket) -> Reply
    ) {
        while let packet = MQTTPacket.read(from: socket) {
            // A connection counts from its CONNECT: a mere look at the port is none.
            if packet.kind == 1 { connection += 1 }
            packets.append((connection, packet))
            switch script(connection, packet) {
            case .bytes(let bytes): socket.write(bytes)
            case .nothing: break
            case .hangUp: return
            case .last(let bytes):
                socket.write(bytes)
                socket.finishWriting()
                while socket.read(exactly: 1) != nil {}
                return
            }
        }
    }
}
