// SPDX-License-Identifier: Apache-2.0
import Readings

@testable import Gateway
@testable import History

/// What `FairTurns` has to do, said as plainly as can be: all is counted anew for each question.
struct PlainTurns {
    private struct Lane {
        let meter: MeterID
        var waiting: [Delivery] = []
        var sent: [Delivery] = []
        var isHeld = false
    }

    private let window: Int
    /// In the order of their turns.
    private var lanes: [Lane] = []

    init(window: Int) { self.window = window }

    var held: Set<MeterID> { Set(lanes.filter(\.isHeld).map(\.meter)) }
    var busy: Set<MeterID> {
        Set(lanes.filter { $0.isHeld || !$0.waiting.isEmpty }.map(\.meter))
    }
    var inFlight: Int { lanes.filter { !$0.isHeld }.reduce(0) { $0 + $1.sent.count } }
    /// The tokens with the client, in no order.
    var underway: [UInt64] { lanes.flatMap { $0.sent.map(\.token) } }

    mutating func configure(_ meters: [MeterID]) {
        lanes.removeAll { !meters.contains($0.meter) && $0.waiting.isEmpty && $0.sent.isEmpty }
        for meter in meters { open(meter) }
    }

    mutating func add(_ deliveries: [Delivery]) {
        for delivery in deliveries {
            open(delivery.record.meter)
            for place in lanes.indices where lanes[place].meter == delivery.record.meter {
                lanes[place].waiting.append(delivery)
            }
        }
    }

    mutating func next(where mayGo: (Delivery) -> Bool) -> Delivery? {
        guard inFlight < window else { return nil }
        let idle = lanes.count { $0.sent.isEmpty }
        let place = lanes.firstIndex { lane in
            guard !lane.isHeld, let delivery = lane.waiting.first else { return false }
            return (lane.sent.isEmpty || inFlight + idle < window) && mayGo(delivery)
        }
        guard let place else { return nil }
        var lane = lanes.remove(at: place)
        let delivery = lane.waiting.removeFirst()
        lane.sent.append(delivery)
        lanes.append(lane)
        return delivery
    }

    mutating func settled(_ token: UInt64) -> Bool {
        guard let place = takeBack(token)?.place else { return false }
        lanes[place].isHeld = false
        return true
    }

    mutating func putBack(_ token: UInt64) {
        guard let (place, delivery) = takeBack(token) else { return }
        lanes[place].waiting = (lanes[place].waiting + [delivery]).sorted { $0.token < $1.token }
        if lanes[place].sent.isEmpty { lanes[place].isHeld = false }
    }

    mutating func hold(_ token: UInt64) -> Bool {
        let place = lanes.firstIndex { $0.sent.contains { $0.token == token } }
        guard let place, !lanes[place].isHeld else { return false }
        lanes[place].isHeld = true
        return true
    }

    private mutating func open(_ meter: MeterID) {
        if !lanes.contains(where: { $0.meter == meter }) { lanes.append(Lane(meter: meter)) }
    }

    private mutating func takeBack(_ token: UInt64) -> (place: Int, delivery: Delivery)? {
        for place in lanes.indices {
            guard let index = lanes[place].sent.firstIndex(where: { $0.token == token }) else {
                continue
            }
            return (place, lanes[place].sent.remove(at: index))
        }
        return nil
    }
}
