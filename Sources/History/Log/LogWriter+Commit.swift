// SPDX-License-Identifier: Apache-2.0
import Readings

// From memory into the database.
extension LogWriter {
    /// The most telegrams in one transaction, so that a commit never takes long.
    private static let batch = 64
    /// In `gentle`, so many telegrams are written together, and before their minute is over.
    private static let group = 400

    /// Commits what waits, and the accounts and cursors if it is time for them.
    mutating func flush(isLast: Bool = false) {
        var faults = 0
        if !waiting.isEmpty { keepRoom() }
        while let database {
            var plan = plan(isLast: isLast)
            guard !plan.plan.isEmpty || plan.taken > 0 || plan.beginsAnew else { return }
            do throws(StoreFailure) {
                if !plan.plan.isEmpty { try database.commit(plan.plan) }
                committed(&plan)
                if snapshot.state.fault == nil { state(nil, isStoring: true) }
                faults = 0
            } catch {
                faults += 1
                takeBack(plan)
                handle(error, attempt: faults)
            }
        }
        for entry in waiting.trim(to: settings.ringLimit) {
            lossy.insert(entry.record.meter)
            waiting.beginAnew(entry.record.meter, entry.anew)
            // What every sink was given is not stored, but it is not lost either.
            let isLost = outbox.sinks.contains { !entry.handed.contains($0.name) }
            if isLost { snapshot.dropped += 1 }
        }
    }

    /// Tells of gaps and epochs before a commit does, for telegrams that may wait long for theirs,
    /// and notes their floors for the case of a kill.
    mutating func foretell() {
        var ledger = foresight ?? ledger
        var changes: [LedgerChange] = []
        for (index, entry) in waiting.entries.enumerated() where !entry.isForetold {
            guard case .row(let row) = ledger.admit(entry.record, hasLost: false, &changes)
            else {
                waiting.foretold(at: index, gap: nil)
                continue
            }
            waiting.foretold(at: index, gap: row.gap?.counters)
            if let change = row.change { events.append(.epochChanged(change)) }
            if let gap = row.gap { events.append(.gap(gap)) }
        }
        foresight = ledger
        _ = floorFile.write(knownFloors, isForced: false)
    }

    /// A transaction and what is true once it is committed.
    private struct Planned {
        var plan = CommitPlan()
        /// What it changed in the ledger, to be taken back if it fails.
        var changes: [LedgerChange] = []
        /// The ledger as it was, if an order to begin anew changed more than that.
        var ledger: StreamLedger?
        /// The outbox as it will be, if the cursors are written.
        var outbox: Outbox?
        /// How many telegrams it takes from those that wait; more than it has rows when some are
        /// repeated.
        var taken = 0
        var repeated: [StoreEvent] = []
        /// Whether the orders to begin anew that no telegram bears are written with it.
        var beginsAnew = false
        /// The rows with what they came from.
        var rows: [(row: PlannedRow, entry: WaitingTelegrams.Entry)] = []
    }

    private mutating func plan(isLast: Bool) -> Planned {
        let isDue = isLast || clock.uptime() - schedule.durable >= settings.window
        let isGentle = settings.durability == .gentle
        let waits = isGentle && !isDue && waiting.entries.count < LogWriter.group
        var planned = Planned()
        if !anew.isEmpty || waiting.entries.contains(where: { !$0.anew.isEmpty }) {
            planned.ledger = ledger
        }
        var stored: Set<MeterID> = []
        let limit = isGentle ? LogWriter.group : LogWriter.batch
        for entry in waiting.entries.prefix(waits ? 0 : limit) {
            planned.taken += 1
            let meter = entry.record.meter
            planned.plan.streams += ledger.forgetFloors(of: entry.anew, for: meter)
            let hasLost = lossy.contains(meter) && !stored.contains(meter)
            switch ledger.admit(entry.record, hasLost: hasLost, &planned.changes) {
            case .repeated(let counter):
                planned.repeated.append(.repeated(meter, frameCounter: counter))
            case .row(let row):
                stored.insert(meter)
                planned.plan.rows.append(row)
                planned.rows.append((row, entry))
            }
        }
        if planned.taken == waiting.entries.count {
            for (meter, epochs) in anew.sorted(by: { $0.key.text < $1.key.text }) {
                planned.plan.streams += ledger.forgetFloors(of: epochs, for: meter)
            }
            planned.beginsAnew = !anew.isEmpty
        }
        let isDirty = isDirty || !planned.rows.isEmpty
        if isDue && (isDirty || outbox.takenSinceSave > 0)
            || outbox.takenSinceSave >= settings.cursorLimit
        {
            var outbox = outbox
            outbox.committed(planned.rows)
            planned.plan.checkpoint = LogCheckpoint(
                streams: ledger.streams, cursors: outbox.unsaved)
            planned.outbox = outbox
        }
        planned.plan.isDurable =
            isDue || isGentle || !planned.plan.streams.isEmpty
            || (settings.durability == .strict && !planned.rows.isEmpty)
        return planned
    }

    /// Makes the ledger what it was before a transaction that failed.
    private mutating func takeBack(_ planned: Planned) {
        guard let before = planned.ledger else { return ledger.takeBack(planned.changes) }
        ledger = before
        ledger.tellAllAccounts()
    }

    private mutating func committed(_ planned: inout Planned) {
        waiting.removeFirst(planned.taken)
        if let outbox = planned.outbox.take() {
            self.outbox = outbox
        } else {
            outbox.committed(planned.rows)
        }
        if planned.beginsAnew { anew = [:] }
        events += planned.repeated
        for (row, entry) in planned.rows {
            lossy.remove(row.record.meter)
            if justStored[row.stream]?.append(row) == nil {
                justStored[row.stream] = FreshTelegrams(row)
            }
            events.append(.stored(row.record.meter, id: row.id))
            if let change = row.change, !entry.isForetold { events.append(.epochChanged(change)) }
            if let gap = row.gap, gap.counters != entry.foretoldGap { events.append(.gap(gap)) }
        }
        if waiting.isEmpty { foresight = nil }
        if !planned.plan.rows.isEmpty { isDirty = true }
        noteNewFloors(planned.rows.compactMap(\.row.record.origin.epoch))
        if let checkpoint = planned.plan.checkpoint { outbox.saved(checkpoint.cursors) }
        guard planned.plan.isDurable, let checkpoint = planned.plan.checkpoint,
            !checkpoint.streams.isEmpty
        else { return }
        schedule.durable = clock.uptime()
        if isDirty { _ = floorFile.write(knownFloors) }
        isDirty = false
    }

    /// The side file is written once a window; of an epoch that this run has not written yet, with
    /// its first telegram.
    private mutating func noteNewFloors(_ epochs: [EpochID]) {
        guard !notedEpochs.isSuperset(of: epochs), floorFile.write(knownFloors) else { return }
        notedEpochs.formUnion(epochs)
    }
}
