// SPDX-License-Identifier: Apache-2.0
import History
import Readings

/// Whose telegram goes to the broker next: every meter has a lane of its own, in order, and the
/// lanes take turns.
///
/// At most ``window`` telegrams are on their way. A meter that has one on its way leaves a place free
/// for each meter that has none, so that neither a backlog nor a slow broker makes a fresh telegram
/// of another meter wait. What the broker denies is not on its way and takes no place.
///
/// What a telegram costs does not grow with the number of meters: all that is asked of the lanes
/// together is kept, and brought up to date with each change of one.
struct FairTurns {
    private struct Lane {
        /// Its place in the order of turns.
        var turn: UInt64
        /// What was fetched and not sent, oldest first.
        var waiting: [Delivery] = []
        /// How many are with the client.
        var sent = 0
        /// Whether the broker refuses the meter's topic for now.
        var isHeld = false

        /// Whether it has something that may go, the room for it aside.
        var isReady: Bool { !isHeld && !waiting.isEmpty }
    }

    private let window: Int
    private var lanes: [MeterID: Lane] = [:]
    private var lastTurn: UInt64 = 0
    private var underway: [UInt64: Delivery] = [:]

    // What follows is changed in `count` alone.
    /// How many telegrams are on their way to the broker, those that it denies left out.
    private(set) var inFlight = 0
    /// How many meters have none on their way.
    private var idle = 0
    /// Those with something to send: meters that have nothing on its way, and the others.
    private var ready: (idle: TurnQueue, others: TurnQueue) = (TurnQueue(), TurnQueue())
    /// Meters whose topic the broker refuses for now: theirs wait, nobody else's.
    private(set) var held: Set<MeterID> = []
    /// The meters of which nothing has to be fetched now.
    private(set) var busy: Set<MeterID> = []

    init(window: Int) { self.window = window }

    /// Whether a meter has something that may go, room and pace aside.
    var hasReady: Bool { !ready.idle.turns.isEmpty || !ready.others.turns.isEmpty }

    /// Takes over which meters there are; others keep their lane until it is empty.
    mutating func configure(_ meters: some Sequence<MeterID>) {
        let known = Set(meters)
        for (meter, lane) in lanes
        where !known.contains(meter) && lane.waiting.isEmpty && lane.sent == 0 {
            count(lane, of: meter, by: -1)
            lanes[meter] = nil
        }
        for meter in meters { open(meter) }
    }

    /// Takes what was fetched.
    mutating func add(_ deliveries: [Delivery]) {
        for delivery in deliveries {
            open(delivery.record.meter)
            change(delivery.record.meter) { $0.waiting.append(delivery) }
        }
    }

    /// The next telegram to send: of the first lane that has one for which `mayGo` and for which
    /// there is room.
    mutating func next(where mayGo: (Delivery) -> Bool) -> Delivery? {
        guard inFlight < window, let delivery = first(where: mayGo) else { return nil }
        lastTurn += 1
        let turn = lastTurn
        change(delivery.record.meter) { lane in
            lane.waiting.removeFirst()
            lane.sent += 1
            lane.turn = turn
        }
        underway[delivery.token] = delivery
        return delivery
    }

    /// A telegram is out of our hands; whether it was ours.
    mutating func settled(_ token: UInt64) -> Bool {
        guard let delivery = underway.removeValue(forKey: token) else { return false }
        change(delivery.record.meter) { lane in
            lane.sent -= 1
            // The broker has answered otherwise than before.
            lane.isHeld = false
        }
        return true
    }

    /// A telegram comes back unsent, to its old place.
    mutating func putBack(_ token: UInt64) {
        guard let delivery = underway.removeValue(forKey: token) else { return }
        change(delivery.record.meter) { lane in
            lane.sent -= 1
            let place = lane.waiting.firstIndex { $0.token > token } ?? lane.waiting.endIndex
            lane.waiting.insert(delivery, at: place)
            // With none left underway nobody would ever say that the broker takes it again.
            if lane.sent == 0 { lane.isHeld = false }
        }
    }

    /// The broker refuses a telegram for now; whether its meter was not held back before.
    mutating func hold(_ token: UInt64) -> Bool {
        guard let meter = underway[token]?.record.meter, !held.contains(meter) else { return false }
        change(meter) { $0.isHeld = true }
        return true
    }
}

// The lanes, and what is kept of them all.
extension FairTurns {
    private mutating func open(_ meter: MeterID) {
        guard lanes[meter] == nil else { return }
        lastTurn += 1
        let lane = Lane(turn: lastTurn)
        lanes[meter] = lane
        count(lane, of: meter, by: 1)
    }

    private mutating func change(_ meter: MeterID, _ body: (inout Lane) -> Void) {
        guard let place = lanes.index(forKey: meter) else { return }
        count(lanes.values[place], of: meter, by: -1)
        body(&lanes.values[place])
        count(lanes.values[place], of: meter, by: 1)
    }

    /// Counts a lane as it is, or, with a `sign` of -1, no longer as it was.
    private mutating func count(_ lane: Lane, of meter: MeterID, by sign: Int) {
        if !lane.isHeld { inFlight += sign * lane.sent }
        if lane.sent == 0 { idle += sign }
        let turn = TurnQueue.Turn(number: lane.turn, meter: meter)
        switch (lane.isReady, lane.sent == 0, sign > 0) {
        case (true, true, true): ready.idle.insert(turn)
        case (true, true, false): ready.idle.remove(lane.turn)
        case (true, false, true): ready.others.insert(turn)
        case (true, false, false): ready.others.remove(lane.turn)
        case (false, _, _): break
        }
        guard lane.isHeld || !lane.waiting.isEmpty else { return }
        if sign > 0 { busy.insert(meter) } else { busy.remove(meter) }
        guard lane.isHeld else { return }
        if sign > 0 { held.insert(meter) } else { held.remove(meter) }
    }

    private func first(where mayGo: (Delivery) -> Bool) -> Delivery? {
        var idle = ready.idle.turns[...]
        // The others leave a place free for each that is idle.
        var others = inFlight + self.idle < window ? ready.others.turns[...] : []
        while let turn = FairTurns.popFirst(&idle, &others) {
            if let delivery = lanes[turn.meter]?.waiting.first, mayGo(delivery) { return delivery }
        }
        return nil
    }

    /// Takes the turn that comes first out of two queues.
    private static func popFirst(
        _ left: inout ArraySlice<TurnQueue.Turn>, _ right: inout ArraySlice<TurnQueue.Turn>
    ) -> TurnQueue.Turn? {
        guard let first = left.first, let other = right.first else {
            return left.popFirst() ?? right.popFirst()
        }
        return first.number < other.number ? left.popFirst() : right.popFirst()
    }
}
