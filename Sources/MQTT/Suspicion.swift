// SPDX-License-Identifier: Apache-2.0

/// Finds the message that a broker answers in a way the library does not understand.
///
/// mosquitto says of a message over its `message_size_limit` that the packet is too large (0x95),
/// which MQTT 5 (3.4.2.1) does not provide for a PUBACK. libmosquitto takes that for an answer up to
/// 2.0; from 2.1 on it ends the connection and does not tell which message it was about.
///
/// A pure value.
struct Suspicion: Sendable {
    private var topic: String?
    private var count = 0
    /// How many connections in a row have to end over the same message.
    ///
    /// A broker that is killed ends none of them with an answer.
    private static let enough = 3

    /// Notes a connection that such an answer ended, and the topic of the largest message that was
    /// under way; whether that message is found guilty.
    mutating func confirms(_ largest: String?) -> Bool {
        count = largest != nil && largest == topic ? count + 1 : 1
        topic = largest
        guard largest != nil, count >= Self.enough else { return false }
        self = Suspicion()
        return true
    }
}
