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

        /// The caller's token, if it gave one.
        var token: UInt64? {
            if case .stream(let item) = self { item.token } else { nil }
        }
    }

    private struct Outstanding: Sendable {
        let origin: Origin
        let sentAt: ContinuousClock.Instant
    }

    var states = StateLane()
    var stream: StreamLane
    var bestEffort: BestEffortLane
    /// Messages given up because the broker can never take them.
    private(set) var parked: UInt64 = 0
    /// When held messages are tried again.
    private(set) var heldUntil: ContinuousClock.Instant?
    private var underway: [UInt16: Outstanding] = [:]
    private var finals = Fifo<OutboundMessage>()
    private var onlyFinals = false

    /// Empty lanes of the given sizes.
    init(streamCapacity: Int, bestEffortCapacity: Int) {
        stream = StreamLane(capacity: streamCapacity)
        bestEffort = BestEffortLane(capacity: bestEffortCapacity)
    }

    /// How many messages await their acknowledgement.
    var outstandingCount: Int { underway.count }

    /// When the message that has waited longest for its acknowledgement was sent.
    var oldestSent: ContinuousClock.Instant? { underway.values.map(\.sentAt).min() }

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

    /// Takes what was sent under an id out of what is under way.
    mutating func answered(id: UInt16) -> Origin? {
        underway.removeValue(forKey: id)?.origin
    }

    /// The broker took it.
    mutating func acknowledged(_ origin: Origin) {
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
            heldUntil = heldUntil ?? until
            return states.hold(ticket)
        case .stream(let item):
            heldUntil = heldUntil ?? until
            return stream.hold(item)
        case .final:
            return true
        }
    }

    /// Tries held messages again once their time has come.
    mutating func releaseHeld(now: ContinuousClock.Instant) {
        guard let heldUntil, heldUntil <= now else { return }
        self.heldUntil = nil
        states.releaseHeld()
        stream.releaseHeld()
    }

    /// A connection begins: all state is due and best effort may flow.
    mutating func connectionBegan() {
        states.makeAllDue()
        bestEffort.open()
    }

    /// The connection is gone: what was under way is sent again over the next one.
    mutating func connectionEnded() {
        underway = [:]
        heldUntil = nil
        stream.connectionEnded()
        bestEffort.close()
    }
}
