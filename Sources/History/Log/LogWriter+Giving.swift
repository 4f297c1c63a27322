// SPDX-License-Identifier: Apache-2.0
import Readings

// What sinks are given, and say of it.
extension LogWriter {
    /// Whether sinks are given telegrams that are not in the database: those kept for a minute, or
    /// all while there is none.
    var givesWaiting: Bool { database == nil || settings.durability == .gentle }

    /// The next telegrams for a sink.
    mutating func next(_ sink: String, _ meter: MeterID?, limit: Int) -> [Delivery] {
        let before = outbox
        do throws(StoreFailure) {
            return try outbox.next(sink, meter, limit: limit, source, &waiting)
        } catch {
            // What counts as given out would not be given again.
            outbox = before
            if database == nil { stopReading() } else { handle(error) }
            // The second try finds another database, or none and takes what is in memory.
            return (try? outbox.next(sink, meter, limit: limit, source, &waiting)) ?? []
        }
    }

    /// The next telegrams of every meter, at most `share` of each.
    mutating func nextOfEach(_ sink: String, share: Int, except held: Set<MeterID>) -> [Delivery] {
        let due = outbox.metersDue(sink, ledger.streams, waiting).subtracting(held)
        return due.sorted { $0.text < $1.text }.flatMap { next(sink, $0, limit: share) }
    }

    private var source: Outbox.Source {
        // While telegrams are being saved from a damaged database, what came after them has to
        // wait, for the order's sake.
        let isWhole = salvage == nil
        return Outbox.Source(
            streams: ledger.streams, reading: isWhole ? readable : nil,
            isHoldingBack: isHoldingBack, givesWaiting: isWhole && givesWaiting,
            lastRowOfEarlierRun: lastRowOfEarlierRun)
    }

    /// A sink has taken telegrams, or refused them for good.
    mutating func settle(_ sink: String, _ tokens: [UInt64], isParked: Bool) {
        for token in tokens { outbox.settle(sink, token, isParked: isParked, &waiting) }
        if outbox.takenSinceSave >= settings.cursorLimit { flush() }
    }
}
