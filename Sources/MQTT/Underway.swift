// SPDX-License-Identifier: Apache-2.0

/// The messages that were sent over a connection and await their acknowledgement.
struct Underway: Sendable {
    /// A message on its way.
    struct Message: Sendable {
        /// The packet's id, which the answer names.
        let id: UInt16
        let origin: Lanes.Origin
        let sentAt: ContinuousClock.Instant
        /// Whether an earlier message of its topic was refused for now, so that it is sent again
        /// behind that one, whatever the broker says of it.
        var isOvertaken = false
    }

    private var messages: [UInt16: Message] = [:]
    /// The largest message that the broker took over this connection.
    private var largestTaken = 0

    /// How many there are.
    var count: Int { messages.count }

    /// When the one that has waited longest was sent.
    var oldestSent: ContinuousClock.Instant? { messages.values.map(\.sentAt).min() }

    /// Whether there is such a message.
    func contains(where isOne: (Lanes.Origin) -> Bool) -> Bool {
        messages.values.contains { isOne($0.origin) }
    }

    /// The largest one, if it is larger than all that the broker took over this connection, and than
    /// `size`.
    ///
    /// If one of those under way was too large, this one is.
    func largest(over size: Int) -> Message? {
        let candidates = messages.values.filter { !$0.isOvertaken }
        guard let most = candidates.map(\.origin.size).max(), most > max(largestTaken, size)
        else { return nil }
        return candidates.filter { $0.origin.size == most }.min { $0.sentAt < $1.sentAt }
    }

    /// A message went to the broker under an id; ids are reused after 65,535.
    mutating func append(_ origin: Lanes.Origin, id: UInt16, now: ContinuousClock.Instant) {
        messages[id] = Message(id: id, origin: origin, sentAt: now)
    }

    /// Takes out what was sent under an id.
    mutating func remove(id: UInt16) -> Message? { messages.removeValue(forKey: id) }

    /// The broker took a message of a size.
    mutating func taken(size: Int) { largestTaken = max(largestTaken, size) }

    /// The broker does not want a message now: those that follow it in its stream are sent again.
    mutating func overtake(after item: StreamLane.Item) {
        for (id, message) in messages {
            if case .stream(let later) = message.origin, later.follows(item) {
                messages[id]?.isOvertaken = true
            }
        }
    }
}
