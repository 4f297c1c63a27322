// SPDX-License-Identifier: Apache-2.0
import Locking

/// A subscriber of the tests' own, so that what arrives is not judged by the code under test.
///
/// It speaks MQTT 5 on a thread of its own and collects what it is sent, over several connections
/// if `subscribe` is called again after the broker's restart.
public final class MQTTSubscriber: Sendable {
    /// What was received, in order.
    public let messages = Journal<ReceivedMessage>()
    private let filter: String
    private let port: UInt16
    private let qos: UInt8
    private let connection = Mutex<Connection?>(nil)

    /// The socket is closed when nobody uses it any more, so that its number cannot be reused early.
    private final class Connection: Sendable {
        let socket: LoopbackSocket
        let hasEnded = Journal<Void>()

        init(to port: UInt16) throws {
            socket = try LoopbackSocket.connected(to: port)
        }

        deinit {
            socket.close()
        }
    }

    /// A subscriber to a topic filter that has not connected yet.
    ///
    /// With QoS 0 the broker passes each message on at once, which is what a test that kills the
    /// broker needs: nothing it acknowledged is left inside it.
    public init(to filter: String = "#", port: UInt16, qos: UInt8 = 0) {
        self.filter = filter
        self.port = port
        self.qos = qos
    }

    deinit {
        connection.withLock { $0?.socket.shutDown() }
    }

    /// A subscriber that is connected and subscribed.
    public static func subscribed(
        to filter: String = "#", port: UInt16, qos: UInt8 = 0
    ) async throws -> MQTTSubscriber {
        let subscriber = MQTTSubscriber(to: filter, port: port, qos: qos)
        try await subscriber.subscribe()
        return subscriber
    }

    /// Connects and subscribes; returns once the broker has confirmed it.
    public func subscribe() async throws {
        let fresh = try Connection(to: port)
        let old = connection.withLock { connection in
            defer { connection = fresh }
            return connection
        }
        // What the old connection still holds belongs before what the new one brings.
        old?.socket.shutDown()
        _ = await old?.hasEnded.wait { !$0.isEmpty }
        let isSubscribed = Journal<Bool>()
        BackgroundThread.start { [messages, filter, qos] in
            Self.serve(fresh.socket, filter: filter, qos: qos, messages, isSubscribed)
            isSubscribed.append(false)
            fresh.hasEnded.append(())
        }
        _ = await isSubscribed.wait { !$0.isEmpty }
        guard isSubscribed.entries.first == true else { throw SystemFailure("subscribe") }
    }

    /// The texts received on a topic, in order.
    public func texts(on topic: String) -> [String] {
        messages.entries.filter { $0.topic == topic }.map(\.text)
    }

    private static func serve(
        _ socket: LoopbackSocket, filter: String, qos: UInt8,
        _ messages: Journal<ReceivedMessage>, _ isSubscribed: Journal<Bool>
    ) {
        // Clean start, no keepalive, no properties, an identifier of the broker's choice.
        let connect = MQTTPacket.text("MQTT") + [5, 2, 0, 0, 0, 0, 0]
        let subscribe: [UInt8] = [0, 1, 0] + MQTTPacket.text(filter) + [qos]
        socket.write(MQTTPacket(header: 0x10, body: connect).bytes)
        socket.write(MQTTPacket(header: 0x82, body: subscribe).bytes)
        while let packet = MQTTPacket.read(from: socket) {
            if packet.kind == 9 { isSubscribed.append(packet.body.last == qos) }
            var id: [UInt8] = []
            guard let message = ReceivedMessage(packet, id: &id) else { continue }
            messages.append(message)
            if message.qos == 1 { socket.write(MQTTPacket(header: 0x40, body: id).bytes) }
        }
    }
}
