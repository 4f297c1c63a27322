// SPDX-License-Identifier: Apache-2.0
import Readings

// What sinks are given, and say of it.
extension LogWriter {
    /// Whether sinks are given telegrams that are not in the database: those kept for a minute, or
    /// all while there is none.
    var givesWaiting: Bool { database == nil || settings.durability == .gentle }

    /// The next telegrams for a sink.
    mutating func next(_ sink: String, _ meter: MeterID?, limit: Int) -> [Delivery] {
        do throws(StoreFailure) {
            return try outbox.next(sink, meter, limit: limit, source, &waiting)
        } catch {
            if database == nil { stopReading() } else { handle(error) }
            // The second try finds another database, or none and takes what is in memory.
            let second = try? outbox.next(sink, meter, limit: limit, source, &waiting)
            hasFallenShort = hasFallenShort || second == nil
            return second ?? []
        }
    }

    /// The next telegrams of every meter, at most `share` of each.
    mutating func nextOfEach(_ sink: String, share: Int, except held: Set<MeterID>) -> [Delivery] {
        let due = outbox.metersDue(sink, ledger, waiting).subtracting(held)
        return due.sorted { $0.text < $1.text }.flatMap { next(sink, $0, limit: share) }
    }

    private var source: Outbox.Source {
        // While telegrams are being saved from a damaged database, what came after them has to
        // wait, for the order's sake.
        let isWhole = salvage == nil
        return Outbox.Source(
            ledger: ledger, justStored: justStored, reading: isWhole ? readable : nil,
            isHoldingBack: isHoldingBack, givesWaiting: isWhole ? givesWaiting : isClosedForLong,
            lastRowOfEarlierRun: lastRowOfEarlierRun)
    }

    /// Whether telegrams in memory have waited long enough for a store in which those before them can be
    /// saved.
    private var isClosedForLong: Bool {
        guard database == nil, let closedSince else { return false }
        return clock.uptime() - closedSince >= LogWriter.patience
    }

    /// Whether sinks can be given more than before, as far as one knows.
    var hasNews: Bool { isGivingDue || events.contains { $0.isNewsForSinks } }

    /// Gives a sink the next telegrams of every meter that is not busy; whether there were any.
    @discardableResult
    mutating func give(_ order: StandingOrder) -> Bool {
        isGivingDue = false
        guard let busy = order.busy() else { return false }
        let deliveries = nextOfEach(order.sink, share: order.share, except: busy)
        order.take(deliveries)
        return !deliveries.isEmpty
    }

    /// Sinks have taken telegrams, or refused them for good.
    mutating func settle(_ answers: [SinkAnswer]) {
        for answer in answers { outbox.settle(answer, &waiting) }
        if outbox.takenSinceSave >= settings.cursorLimit { flush() }
    }
}

extension StoreEvent {
    /// Whether sinks can be given more after it.
    fileprivate var isNewsForSinks: Bool {
        switch self {
        case .stored, .kept, .recovered, .changed: true
        case .repeated, .gap, .epochChanged, .uncleanStart, .checkFailed, .setAside, .floorRebuilt:
            false
        }
    }
}
