// SPDX-License-Identifier: Apache-2.0
import History
import Readings

// What is fetched from the log, which gives of itself what it has just stored.
extension TelegramOutbox.State {
    /// Whether the log may have something that it will not give unasked.
    var isFetchDue: Bool {
        lateness != nil && (isFetchWanted || !owed.isSubset(of: turns.busy))
    }

    /// The meters of which nothing is to be given now; `nil` if of none.
    mutating func beginFetch() -> Set<MeterID>? {
        guard lateness != nil else { return nil }
        isFetchWanted = false
        owed = turns.busy
        return owed
    }

    /// Takes what the log gives, at most `share` of a meter: where it is as many, there may be more.
    mutating func take(_ deliveries: [Delivery], share: Int) {
        turns.add(deliveries)
        for (first, last) in zip(deliveries, deliveries.dropFirst(share - 1))
        where first.record.meter == last.record.meter {
            owed.insert(first.record.meter)
        }
    }
}
