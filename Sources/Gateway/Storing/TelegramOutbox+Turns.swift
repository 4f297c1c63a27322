// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Readings

extension TelegramOutbox.State {
    /// What to do now: a telegram that waited goes at the backlog's pace, any other at once.
    mutating func turn(
        at now: ContinuousClock.Instant, _ moment: Moment
    ) -> TelegramOutbox.Turn {
        guard let lateness else { return .rest(until: nil) }
        func waited(_ delivery: Delivery) -> Bool {
            lateness.waited(
                since: delivery.record.received, isFromEarlierRun: delivery.isFromEarlierRun,
                at: moment)
        }
        let due = pace.due(at: now)
        var isPaced = false
        let next = turns.next { delivery in
            guard due > now, waited(delivery) else { return true }
            isPaced = true
            return false
        }
        guard let next else { return .rest(until: isPaced ? due : nil) }
        let isReplayed = waited(next)
        if isReplayed { pace.sent(at: now) }
        return .send(
            next, isReplayed: isReplayed, winterOffset: winterOffset(of: next.record.meter))
    }

    /// Without an entry, that of Luxembourg.
    func winterOffset(of meter: MeterID) -> Int64 { winterOffsets[meter] ?? 3_600 }
}
