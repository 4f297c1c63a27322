// SPDX-License-Identifier: Apache-2.0

/// The three lanes and what is under way from them: which message goes next, and what an answer
/// means.
///
/// A pure value without a clock, a socket or a lock.
struct Lanes: Sendable {
    /// Where a message under way came from, and so where it goes back to.
    enum Origin: Sendable {
        case state(StateLane.Ticket)
        case stream(StreamLane.Item)
        case final(OutboundMessage)

        /// The topic it was for.
        var topic: String {
            switch self {
            case .state(let ticket): ticket.topic
            case .stream(let item): item.message.topic
            case .final(let message): message.topic
            }
        }

        /// Roughly how many bytes it takes on the wire.
        var size: Int {
            switch self {
            case .state(let ticket): ticket.size
            case .stream(let item): item.message.size
            case .final(let message): message.size
            }
        }

        /// The caller's token, if it gave one.
        var token: UInt64? {
            if case .stream(let item) = self { item.token } else { nil }
        }
    }

    /// A message on its way.
    struct Outstanding: Sendable {
        let origin: Origin
        let sentAt: ContinuousClock.Instant
        /// Whether an earlier message of its topic was refused for now, so that it is sent again
        /// behind that one, whatever the broker says of it.
        var isOvertaken = false
    }

    var states = StateLane()
    var stream: StreamLane
    var bestEffort: BestEffortLane
    /// Messages given up because the broker can never take them.
    private(set) var parked: UInt64 = 0
    /// When the messages of a topic are tried again.
    private var held: [String: ContinuousClock.Instant] = [:]
    /// How often in a row a topic's messages were held for a passing reason.
    private var rests: [String: Int] = [:]
    /// The largest message that the broker took over this connection.
    private var largestTaken = 0
    private(set) var underway: [UInt16: Outstanding] = [:]
    private var finals = Fifo<OutboundMessage>()
    private var onlyFinals = false
    /// Which messages go alone, after the broker closed the connection and did not say why.
    var trial: Trial?

    /// Empty lanes of the given sizes.
    init(streamCapacity: Int, bestEffortCapacity: Int) {
        stream = StreamLane(capacity: streamCapacity)
        bestEffort = BestEffortLane(capacity: bestEffortCapacity)
    }

    /// How many messages await their acknowledgement.
    var outstandingCount: Int { underway.count }

    /// When the message that has waited longest for its acknowledgement was sent.
    var oldestSent: ContinuousClock.Instant? { underway.values.map(\.sentAt).min() }

    /// When the first held messages are tried again.
    var heldUntil: ContinuousClock.Instant? { held.values.min() }

    /// Whether nothing is left to send or to await, held messages aside.
    var isDrained: Bool {
        underway.isEmpty && finals.isEmpty && (onlyFinals || !(states.hasDue || stream.hasDue))
    }

    /// Takes out the next message with QoS 1: state before stream, the last words after both.
    mutating func next(
        now: ContinuousClock.Instant, expired: inout [StreamLane.Item]
    ) -> (Origin, OutboundMessage)? {
        if !onlyFinals {
            if let (ticket, message) = states.next(now: now) { return (.state(ticket), message) }
            if let (item, message) = stream.next(now: now, expired: &expired) {
                return (.stream(item), message)
            }
        }
        return finals.popFirst().map { (.final($0), $0) }
    }

    /// Sets the messages that end the session.
    mutating func setFinals(_ messages: [OutboundMessage]) {
        finals.removeAll()
        for message in messages { finals.append(message) }
    }

    /// Sends nothing any more but the last words.
    mutating func sendOnlyFinals() {
        onlyFinals = true
    }

    /// A message went to the broker under an id; ids are reused after 65,535.
    mutating func sent(_ origin: Origin, id: UInt16, now: ContinuousClock.Instant) {
        underway[id] = Outstanding(origin: origin, sentAt: now)
    }

    /// Takes what was sent under an id out of what is under way; nothing if the answer counts for
    /// nothing, since the message is sent again anyhow.
    mutating func answered(id: UInt16) -> Origin? {
        guard let answered = underway.removeValue(forKey: id) else { return nil }
        return answered.isOvertaken ? nil : answered.origin
    }

    /// The largest message under way, and its id, if it is larger than all that the broker took over
    /// this connection, and than `size`.
    ///
    /// If one of those under way was too large, this one is.
    func largest(over size: Int) -> (id: UInt16, origin: Origin)? {
        let candidates = underway.filter { !$0.value.isOvertaken }
        guard let most = candidates.values.map(\.origin.size).max(), most > max(largestTaken, size)
        else { return nil }
        let first = candidates.filter { $0.value.origin.size == most }
            .min { $0.value.sentAt < $1.value.sentAt }
        return first.map { ($0.key, $0.value.origin) }
    }

    /// Takes it out of what is under way.
    mutating func takeLargest(over size: Int) -> Origin? {
        largest(over: size).flatMap { underway.removeValue(forKey: $0.id)?.origin }
    }

    /// The broker took it.
    mutating func acknowledged(_ origin: Origin) {
        largestTaken = max(largestTaken, origin.size)
        rests[origin.topic] = nil
        if goesAlone(origin) { endTrial() }
        switch origin {
        case .state(let ticket): states.acknowledged(ticket)
        case .stream(let item): stream.settled(item)
        case .final: break
        }
    }

    /// The broker can never take it.
    mutating func park(_ origin: Origin) {
        parked += 1
        switch origin {
        case .state(let ticket): states.park(ticket)
        case .stream(let item): stream.settled(item)
        case .final: break
        }
    }

    /// The broker does not want it now; true if its topic was not held already.
    mutating func hold(_ origin: Origin, until: ContinuousClock.Instant) -> Bool {
        switch origin {
        case .state(let ticket):
            held[origin.topic] = held[origin.topic] ?? until
            return states.hold(ticket)
        case .stream(let item):
            held[origin.topic] = held[origin.topic] ?? until
            for (id, other) in underway {
                if case .stream(let later) = other.origin, later.follows(item) {
                    underway[id]?.isOvertaken = true
                }
            }
            return stream.hold(item)
        case .final:
            return true
        }
    }

    /// How long a topic rests that is not taken for a passing reason: twice as long each time.
    mutating func nextRest(of topic: String, from first: Duration, to longest: Duration) -> Duration
    {
        guard held[topic] == nil else { return first }
        let count = min(rests[topic, default: 0], 16)
        rests[topic] = count + 1
        return min(first * (1 << count), longest)
    }

    /// Tries held messages again once their time has come.
    mutating func releaseHeld(now: ContinuousClock.Instant) {
        let due = Set(held.filter { $0.value <= now }.keys)
        guard !due.isEmpty else { return }
        release(due)
    }

    /// Puts held messages of some topics back in front.
    mutating func release(_ topics: Set<String>) {
        for topic in topics { held[topic] = nil }
        states.releaseHeld(topics)
        stream.releaseHeld(topics)
    }

    /// A connection begins: all state is due and best effort may flow.
    mutating func connectionBegan() {
        largestTaken = 0
        states.makeAllDue()
        bestEffort.open()
    }

    /// The connection is gone: what was under way is sent again over the next one.
    mutating func connectionEnded() {
        underway = [:]
        held = [:]
        rests = [:]
        stream.connectionEnded()
        bestEffort.close()
    }
}
