// SPDX-License-Identifier: Apache-2.0

/// Retained state by topic: the latest value wins, and all of it is sent again after every connect.
///
/// Memory is bounded by the number of topics. What is due leaves by priority, then in the order in
/// which the topics were first set.
struct StateLane: Sendable {
    /// One value of one topic on its way.
    struct Ticket: Sendable {
        let topic: String
        let version: UInt64
        /// Roughly the bytes on the wire.
        let size: Int
    }

    private struct Entry: Sendable {
        var message: OutboundMessage
        var key: Key
        var version: UInt64
        var isClearing: Bool
        var isDue = false
        var isHeld = false
        var setAt: ContinuousClock.Instant
    }

    private struct Key: Sendable, Hashable, Comparable {
        let priority: Int
        let order: UInt64
        let topic: String

        static func < (left: Key, right: Key) -> Bool {
            (left.priority, left.order) < (right.priority, right.order)
        }
    }

    private var entries: [String: Entry] = [:]
    /// What is due, the next one last.
    private var due: [Key] = []
    private var counter: UInt64 = 0

    /// How many topics are remembered.
    var count: Int { entries.count }

    /// Whether something is to be sent now.
    var hasDue: Bool { !due.isEmpty }

    /// Sets the value of a topic; an equal value without an expiry changes nothing.
    mutating func set(
        _ message: OutboundMessage, priority: Int, clearing: Bool = false,
        now: ContinuousClock.Instant
    ) {
        counter += 1
        let previous = entries[message.topic]
        if let previous, previous.message == message, previous.key.priority == priority,
            previous.isClearing == clearing, message.expirySeconds == nil
        {
            return
        }
        if let previous, previous.isDue { remove(previous.key) }
        var entry = Entry(
            message: message,
            key: Key(
                priority: priority, order: previous?.key.order ?? counter, topic: message.topic),
            version: counter, isClearing: clearing, setAt: now)
        entry.isHeld = previous?.isHeld ?? false
        entries[message.topic] = entry
        if !entry.isHeld { makeDue(message.topic) }
    }

    /// Forgets a topic, as soon as the broker has forgotten it too.
    mutating func clear(_ topic: String, now: ContinuousClock.Instant) {
        let empty = OutboundMessage(topic: topic, payload: [], retain: true)
        set(empty, priority: entries[topic]?.key.priority ?? 0, clearing: true, now: now)
    }

    /// Takes out what is to be sent next; values that have expired are forgotten on the way.
    mutating func next(now: ContinuousClock.Instant) -> (Ticket, OutboundMessage)? {
        while let key = due.popLast() {
            guard let entry = entries[key.topic] else { continue }
            guard let message = entry.message.aged(by: now - entry.setAt) else {
                entries[key.topic] = nil
                continue
            }
            entries[key.topic]?.isDue = false
            let ticket = Ticket(topic: key.topic, version: entry.version, size: message.size)
            return (ticket, message)
        }
        return nil
    }

    /// The broker took a value; a cleared topic is forgotten with it.
    mutating func acknowledged(_ ticket: Ticket) {
        guard let entry = entries[ticket.topic], entry.version == ticket.version else { return }
        if entry.isClearing { entries[ticket.topic] = nil }
    }

    /// The broker can never take this value: it is forgotten unless a newer one came.
    mutating func park(_ ticket: Ticket) {
        guard let entry = entries[ticket.topic], entry.version == ticket.version else { return }
        entries[ticket.topic] = nil
    }

    /// Holds a topic back until `releaseHeld`; true if it was not held already.
    mutating func hold(_ ticket: Ticket) -> Bool {
        guard let entry = entries[ticket.topic], !entry.isHeld else { return false }
        if entry.isDue { remove(entry.key) }
        entries[ticket.topic]?.isDue = false
        entries[ticket.topic]?.isHeld = true
        return true
    }

    /// Makes held topics due again.
    mutating func releaseHeld(_ topics: Set<String>) {
        for topic in topics where entries[topic]?.isHeld == true {
            entries[topic]?.isHeld = false
            makeDue(topic)
        }
    }

    /// Makes everything due: a new connection starts with all there is.
    mutating func makeAllDue() {
        for topic in entries.keys {
            entries[topic]?.isDue = true
            entries[topic]?.isHeld = false
        }
        due = entries.values.map(\.key).sorted(by: >)
    }

    private mutating func makeDue(_ topic: String) {
        guard let entry = entries[topic], !entry.isDue else { return }
        entries[topic]?.isDue = true
        due.insert(entry.key, at: position(of: entry.key))
    }

    private mutating func remove(_ key: Key) {
        let index = position(of: key)
        if index < due.count, due[index] == key { due.remove(at: index) }
    }

    /// Where a key stands, or belongs, in the descending order of `due`.
    private func position(of key: Key) -> Int {
        var low = 0
        var high = due.count
        while low < high {
            let middle = (low + high) / 2
            if due[middle] > key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
