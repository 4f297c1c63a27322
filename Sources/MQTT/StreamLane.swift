// SPDX-License-Identifier: Apache-2.0

/// Messages that each count: kept in order across reconnects, the oldest lost when there are too
/// many.
struct StreamLane: Sendable {
    /// One message with its place in the order.
    struct Item: Sendable {
        let sequence: UInt64
        let token: UInt64?
        let message: OutboundMessage
        let queuedAt: ContinuousClock.Instant

        /// Whether it is a later one of the same topic.
        func follows(_ other: Item) -> Bool {
            sequence > other.sequence && message.topic == other.message.topic
        }
    }

    /// The most messages kept, outstanding ones included.
    let capacity: Int
    private var waiting = Fifo<Item>()
    private var held: [Item] = []
    private var heldTopics: Set<String> = []
    /// Sent and not settled, in the order of sending.
    private var outstanding: [Item] = []
    private var sequence: UInt64 = 0
    /// How many messages were lost to a full queue or to their own expiry.
    private(set) var dropped: UInt64 = 0

    /// A lane that keeps so many messages.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Messages that the broker has not taken.
    var backlog: Int { waiting.count + held.count + outstanding.count }

    /// Whether something waits to be sent; held messages do not.
    var hasDue: Bool { !waiting.isEmpty }

    /// When the oldest message of the backlog came.
    var oldest: ContinuousClock.Instant? {
        let candidates = [outstanding.first, held.first, waiting.first].compactMap { $0?.queuedAt }
        return candidates.min()
    }

    /// Adds a message; returns the one that had to go for it.
    mutating func append(
        _ message: OutboundMessage, token: UInt64?, now: ContinuousClock.Instant
    ) -> Item? {
        let displaced = backlog >= capacity ? dropOldest() : nil
        sequence += 1
        waiting.append(Item(sequence: sequence, token: token, message: message, queuedAt: now))
        return displaced
    }

    /// Takes out the next message to send; those that expired are added to `expired`.
    mutating func next(
        now: ContinuousClock.Instant, expired: inout [Item]
    ) -> (Item, OutboundMessage)? {
        while let item = waiting.popFirst() {
            if heldTopics.contains(item.message.topic) {
                held.append(item)
                continue
            }
            guard let message = item.message.aged(by: now - item.queuedAt) else {
                dropped += 1
                expired.append(item)
                continue
            }
            outstanding.append(item)
            return (item, message)
        }
        return nil
    }

    /// A message is out of our hands: taken by the broker, or given up.
    mutating func settled(_ item: Item) {
        outstanding.removeAll { $0.sequence == item.sequence }
    }

    /// Holds a message and all later ones of its topic back, those under way too; true if the topic
    /// was not held already.
    mutating func hold(_ item: Item) -> Bool {
        settled(item)
        let behind = outstanding.filter { $0.follows(item) }
        outstanding.removeAll { $0.follows(item) }
        held = (held + [item] + behind).sorted { $0.sequence < $1.sequence }
        return heldTopics.insert(item.message.topic).inserted
    }

    /// Puts held messages of some topics back in front, in their old order.
    mutating func releaseHeld(_ topics: Set<String>) {
        waiting.prepend(held.filter { topics.contains($0.message.topic) })
        held.removeAll { topics.contains($0.message.topic) }
        heldTopics.subtract(topics)
    }

    /// The connection is gone: everything unsettled goes back to the front, in order.
    mutating func connectionEnded() {
        waiting.prepend((outstanding + held).sorted { $0.sequence < $1.sequence })
        outstanding = []
        held = []
        heldTopics = []
    }

    private mutating func dropOldest() -> Item? {
        dropped += 1
        return held.isEmpty ? waiting.popFirst() : held.removeFirst()
    }
}
