// SPDX-License-Identifier: Apache-2.0

/// Finds the message on which a broker closes the connection without saying why.
///
/// A broker of 3.1.1 has no word for a message that is too large for it, nor for another client that
/// takes our session. So after the first such end the messages from the largest one under way on go
/// alone, each when the broker has taken all that was sent before. A broker that takes such a
/// message ends the trial. One that closes on it at once, three connections in a row, and lives each
/// time, has said what it could say: the message is too large.
///
/// The same goes for an answer that the library does not understand. mosquitto says of a message over
/// its `message_size_limit` that the packet is too large (0x95), which MQTT 5 (3.4.2.1) does not
/// provide for a PUBACK; libmosquitto from 2.1 on ends the connection over it and does not tell which
/// message it was about.
///
/// A pure value without a clock.
struct Trial: Sendable {
    /// From which size on a message goes alone, in bytes.
    let size: Int
    /// The topics that wait for their turn, in order.
    private(set) var topics: [String] = []
    /// How many connections in a row ended over a message that was alone.
    private var ends = 0
    private static let enough = 3
    /// No broker minds a message that is smaller, in bytes.
    private static let least = 256
    /// A broker that minds a message does not think about it for longer.
    private static let patience = Duration.seconds(5)

    /// A trial of all messages from a size on; `nil` if that is so small that no broker minds it.
    init?(size: Int) {
        guard size >= Self.least else { return nil }
        self.size = size
    }

    /// A topic has to wait until nothing else is under way.
    mutating func postpone(_ topic: String) {
        if !topics.contains(topic) { topics.append(topic) }
    }

    /// The topic whose turn it is; nothing if none waits.
    mutating func takeTurn() -> String? {
        topics.isEmpty ? nil : topics.removeFirst()
    }

    /// A connection ended while a message had been alone for so long; whether that was once too
    /// often.
    mutating func connectionEnded(alone: Duration) -> Bool {
        topics = []
        ends = alone < Self.patience ? ends + 1 : 0
        return ends >= Self.enough
    }
}
