// SPDX-License-Identifier: Apache-2.0

/// The three lanes and what is under way from them: which message goes next, and what an answer
/// means.
///
/// A pure value without a clock, a socket or a lock.
struct Lanes: Sendable {
    var states = StateLane()
    var stream: StreamLane
    var bestEffort: BestEffortLane
    /// Messages given up because the broker can never take them.
    private(set) var parked: UInt64 = 0
    private var held = HeldTopics()
    private(set) var underway = Underway()
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
    var oldestSent: ContinuousClock.Instant? { underway.oldestSent }

    /// When the first held messages are tried again.
    var heldUntil: ContinuousClock.Instant? { held.next }

    /// Whether nothing is left to send or to await, held messages aside.
    var isDrained: Bool {
        underway.count == 0 && finals.isEmpty && (onlyFinals || !(states.hasDue || stream.hasDue))
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
        underway.append(origin, id: id, now: now)
    }

    /// Takes what was sent under an id out of what is under way; nothing if the answer counts for
    /// nothing, since the message is sent again anyhow.
    mutating func answered(id: UInt16) -> Origin? {
        guard let answered = underway.remove(id: id) else { return nil }
        return answered.isOvertaken ? nil : answered.origin
    }

    /// Takes the message that was too large out of what is under way, if one was; see
    /// ``Underway/largest(over:)``.
    mutating func takeLargest(over size: Int) -> Origin? {
        underway.largest(over: size).flatMap { underway.remove(id: $0.id)?.origin }
    }

    /// The broker took it.
    mutating func acknowledged(_ origin: Origin) {
        underway.taken(size: origin.size)
        held.taken(origin.topic)
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
            held.hold(origin.topic, until: until)
            return states.hold(ticket)
        case .stream(let item):
            held.hold(origin.topic, until: until)
            underway.overtake(after: item)
            return stream.hold(item)
        case .final:
            return true
        }
    }

    /// How long a topic rests that is not taken for a passing reason: twice as long each time.
    mutating func nextRest(of topic: String, from first: Duration, to longest: Duration) -> Duration
    {
        held.nextRest(of: topic, from: first, to: longest)
    }

    /// Tries held messages again once their time has come.
    mutating func releaseHeld(now: ContinuousClock.Instant) {
        let due = held.due(now: now)
        guard !due.isEmpty else { return }
        release(due)
    }

    /// Puts held messages of some topics back in front.
    mutating func release(_ topics: Set<String>) {
        held.release(topics)
        states.releaseHeld(topics)
        stream.releaseHeld(topics)
    }

    /// A connection begins: all state is due and best effort may flow.
    mutating func connectionBegan() {
        states.makeAllDue()
        bestEffort.open()
    }

    /// The connection is gone: what was under way is sent again over the next one.
    mutating func connectionEnded() {
        underway = Underway()
        held = HeldTopics()
        stream.connectionEnded()
        bestEffort.close()
    }
}
