// SPDX-License-Identifier: Apache-2.0
import History
import Readings

/// Whose telegram goes to the broker next: every meter has a lane of its own, in order, and the
/// lanes take turns.
///
/// At most ``window`` telegrams are on their way. A meter that has one on its way leaves a place free
/// for each meter that has none, so that neither a backlog nor a slow broker makes a fresh telegram
/// of another meter wait. What the broker denies is not on its way and takes no place.
struct FairTurns {
    private struct Lane {
        /// What was fetched and not sent, oldest first.
        var waiting: [Delivery] = []
        /// How many are with the client.
        var sent = 0
    }

    private let window: Int
    private var lanes: [MeterID: Lane] = [:]
    /// The meters in the order of their turns, the next one first.
    private var order: [MeterID] = []
    private var underway: [UInt64: Delivery] = [:]
    /// Meters whose topic the broker refuses for now: theirs wait, nobody else's.
    private(set) var held: Set<MeterID> = []

    init(window: Int) { self.window = window }

    /// Takes over which meters there are; others keep their lane until it is empty.
    mutating func configure(_ meters: some Sequence<MeterID>) {
        let known = Set(meters)
        order.removeAll { meter in
            guard !known.contains(meter), let lane = lanes[meter] else { return false }
            guard lane.waiting.isEmpty, lane.sent == 0 else { return false }
            lanes[meter] = nil
            return true
        }
        for meter in meters { open(meter) }
    }

    /// The meters of which nothing has to be fetched now.
    var busy: Set<MeterID> { held.union(order.filter { lanes[$0]?.waiting.isEmpty == false }) }

    /// How many telegrams are on their way to the broker, those that it denies left out.
    var inFlight: Int {
        order.reduce(0) { $0 + (held.contains($1) ? 0 : lanes[$1]?.sent ?? 0) }
    }

    /// Takes what was fetched.
    mutating func add(_ deliveries: [Delivery]) {
        for delivery in deliveries {
            let meter = delivery.record.meter
            open(meter)
            lanes[meter]?.waiting.append(delivery)
        }
    }

    /// The next telegram to send: of the first lane that has one for which `mayGo` and for which
    /// there is room.
    mutating func next(where mayGo: (Delivery) -> Bool) -> Delivery? {
        let inFlight = inFlight
        guard inFlight < window else { return nil }
        let idle = order.count { lanes[$0]?.sent == 0 && !held.contains($0) }
        for (turn, meter) in order.enumerated() where !held.contains(meter) {
            guard let lane = lanes[meter], let delivery = lane.waiting.first else { continue }
            guard lane.sent == 0 || inFlight + idle < window, mayGo(delivery) else { continue }
            lanes[meter]?.waiting.removeFirst()
            lanes[meter]?.sent += 1
            underway[delivery.token] = delivery
            order.remove(at: turn)
            order.append(meter)
            return delivery
        }
        return nil
    }

    /// A telegram is out of our hands; whether it was ours.
    mutating func settled(_ token: UInt64) -> Bool {
        guard let delivery = underway.removeValue(forKey: token) else { return false }
        lanes[delivery.record.meter]?.sent -= 1
        // The broker has answered otherwise than before.
        held.remove(delivery.record.meter)
        return true
    }

    /// A telegram comes back unsent, to its old place.
    mutating func putBack(_ token: UInt64) {
        guard let delivery = underway.removeValue(forKey: token) else { return }
        let meter = delivery.record.meter
        lanes[meter]?.sent -= 1
        let waiting = lanes[meter]?.waiting ?? []
        let place = waiting.firstIndex { $0.token > token } ?? waiting.endIndex
        lanes[meter]?.waiting.insert(delivery, at: place)
        // With none left underway nobody would ever say that the broker takes it again.
        if lanes[meter]?.sent == 0 { held.remove(meter) }
    }

    /// The broker refuses a telegram for now; whether its meter was not held back before.
    mutating func hold(_ token: UInt64) -> Bool {
        guard let meter = underway[token]?.record.meter else { return false }
        return held.insert(meter).inserted
    }

    private mutating func open(_ meter: MeterID) {
        guard lanes[meter] == nil else { return }
        lanes[meter] = Lane()
        order.append(meter)
    }
}
