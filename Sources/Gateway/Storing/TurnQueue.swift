// SPDX-License-Identifier: Apache-2.0
import Readings

/// Meters that have something to send, in the order of their turns, the next one first.
struct TurnQueue {
    /// A meter's place in the order; the lowest number is next.
    struct Turn {
        let number: UInt64
        let meter: MeterID
    }

    private(set) var turns: [Turn] = []

    /// Lines a meter up.
    mutating func insert(_ turn: Turn) { turns.insert(turn, at: place(of: turn.number)) }

    /// Takes a meter out, if it is there.
    mutating func remove(_ number: UInt64) {
        let place = place(of: number)
        guard place < turns.count, turns[place].number == number else { return }
        turns.remove(at: place)
    }

    /// Where a number stands, or belongs.
    private func place(of number: UInt64) -> Int {
        // Whoever has just had a turn goes behind all others.
        guard let last = turns.last, last.number >= number else { return turns.count }
        var (low, high) = (0, turns.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if turns[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
