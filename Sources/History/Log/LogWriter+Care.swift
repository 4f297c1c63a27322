// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// What the log does for itself from time to time.
extension LogWriter {
    private static let pruneEvery = Duration.seconds(600)
    private static let careEvery = Duration.seconds(86_400)
    /// Telegrams removed in one transaction, and transactions in one go.
    private static let ration = (rows: 250, times: 4)

    /// Opens a store that failed, commits what is due, prunes, and takes measure.
    mutating func tick() {
        let now = clock.uptime()
        if case .closed(let retryAt) = storage, now >= retryAt { open() }
        if let database, !database.isInPlace {
            doWithout(StoreFailure(.noStorage))
            open()
        }
        flush()
        isRescueStuck = false
        // What could not be read a while ago, or waited for what cannot be read, makes no news.
        isGivingDue = hasFallenShort || database == nil
        hasFallenShort = false
        // A replaced database is told until the next look, even if everything was saved at once.
        if snapshot.state.isStoring, snapshot.state.fault == .replaced, salvage == nil {
            state(nil, isStoring: true)
        }
        if snapshot.state.isStoring, snapshot.state.fault == .diskFull, ballast.hold() {
            state(nil, isStoring: true)
        }
        if now - schedule.prune >= LogWriter.pruneEvery {
            isSuspect = false
            // What is left over goes with the next ticks: otherwise a log that grows faster than a
            // ration would never end.
            if !pruneRation() { schedule.prune = now }
        }
        if now - schedule.care >= LogWriter.careEvery, !settings.isBusy(clock.wall()) {
            schedule.care = now
            lookAfter()
        }
        measure()
    }

    /// Removes what is due, as far as one ration goes.
    mutating func prune() { _ = pruneRation() }

    /// Removes a ration of what is due; whether there is more of it.
    ///
    /// Due is what is older than the retention and has been published and rolled up; what the
    /// history is late for waits once more as long, then it goes and is counted.
    private mutating func pruneRation() -> Bool {
        let full = LogWriter.ration.rows * LogWriter.ration.times
        let keep = settings.retention.components.seconds * 1_000
        let isMore = prune(olderThan: keep, Retention.removeExpired) == full
        guard snapshot.unrolled != nil else { return isMore }
        let late = prune(olderThan: 2 * keep, Retention.removeOverdue)
        guard late > 0 else { return isMore }
        if snapshot.droppedUnrolled == 0 { noteLateHistory() }
        snapshot.droppedUnrolled += UInt64(late)
        return isMore || late == full
    }

    /// Writes into the history itself, once a run, why there will be a hole in it.
    private mutating func noteLateHistory() {
        let now = clock.wall()
        let meters = Set(ledger.streams.map(\.meter)).sorted { $0.text < $1.text }
        _ = change { db in
            for meter in meters {
                try db.write(
                    RecordedEvent(meter: meter, time: now, kind: "history_late", facts: "{}"))
            }
            return true
        }
    }

    /// Removes telegrams of an age in milliseconds, a ration at a time; how many.
    private mutating func prune(
        olderThan age: Int64, _ removal: (Database, UTCTime, Int) throws -> Int
    ) -> Int {
        guard let database else { return 0 }
        justStored = [:]
        let wall = clock.wall()
        let checkpoint = LogCheckpoint(streams: ledger.streams, cursors: outbox.unsaved)
        var total = 0
        do throws(StoreFailure) {
            for _ in 0..<LogWriter.ration.times {
                let removed = try database.transact { db in
                    guard let newest = try Retention.newest(db) else { return 0 }
                    let limit = UTCTime(milliseconds: min(newest, wall).milliseconds - age)
                    // The accounts must know of a row before it goes.
                    try db.write(checkpoint)
                    return try removal(db, limit, LogWriter.ration.rows)
                }
                total += removed
                outbox.saved(checkpoint.cursors)
                if removed > 0 { try database.access { try outbox.recount($0) } }
                guard removed == LogWriter.ration.rows else { break }
            }
        } catch { handle(error) }
        return total
    }

    /// Once a day: empties the write-ahead log, forgets gaps of long ago, has damage looked for.
    private mutating func lookAfter() {
        guard let database else { return }
        isCheckDue = true
        do throws(StoreFailure) {
            try database.access { db in
                try db.execute(
                    sql: "DELETE FROM gap WHERE id <= (SELECT max(id) FROM gap) - 100000")
            }
            try database.truncateLog()
        } catch { handle(error) }
    }

    private mutating func measure() {
        snapshot.walBytes = StoreFiles.status(files.wal)?.bytes ?? 0
        snapshot.bytes = snapshot.walBytes + (StoreFiles.status(files.database)?.bytes ?? 0)
        // Without a store nothing is known of it, and then the state says so.
        if let database { snapshot.unrolled = (try? database.access { try $0.unrolled() }) ?? nil }
        for sink in outbox.sinks {
            var oldest = waiting.entries.first { !$0.settled.contains(sink.name) }?.record.received
            if let readable {
                let stored = try? readable.access { db in
                    try ledger.streams.compactMap {
                        try db.received($0.id, above: sink.position(of: $0.id))
                    }.min()
                }
                if let stored = stored ?? nil { oldest = min(oldest ?? stored, stored) }
            }
            snapshot.backlogs[sink.name, default: Backlog()].oldest = oldest
        }
    }

    /// Whether somebody has to begin, or go on, to save telegrams of a damaged database.
    var hasToRescue: Bool {
        salvage != nil && database != nil && !isRescuing && !isRescueStuck
    }

    /// Saves the next telegrams of a damaged database, again those that it failed to save.
    mutating func rescueMore() {
        let before = hasRescueFailed
        switch salvageMore() {
        case let isMore?: (isRescuing, hasRescueFailed) = (isMore, false)
        case nil:
            (isRescuing, hasRescueFailed) = (false, true)
            isRescueStuck = before
        }
    }

    /// Whether there is more to do; `nil` if it failed.
    private mutating func salvageMore() -> Bool? {
        guard let database, var rescue = salvage else { return false }
        guard let telegrams = rescue.chunk() else {
            if let rows = rescue.historyChunk() { return saveHistory(rows, rescue, database) }
            // Only now are they given out: what came meanwhile has to follow them.
            do throws(StoreFailure) { try database.access { try outbox.recount($0) } } catch {
                handle(error)
                return nil
            }
            rescue.close()
            salvage = nil
            events.append(.recovered(telegrams: rescue.saved))
            return false
        }
        do throws(StoreFailure) {
            rescue.saved += try database.transact { db in try telegrams.count { try db.restore($0) }
            }
            salvage = rescue
            return true
        } catch {
            handle(error)
            return nil
        }
    }
}

extension LogWriter {
    /// Saves rows of a damaged database's history; there may be more.
    ///
    /// `nil` if it failed.
    private mutating func saveHistory(
        _ rows: HistorySalvage.Rows, _ rescue: Salvage, _ database: LogDatabase
    ) -> Bool? {
        do throws(StoreFailure) {
            try database.transact { try $0.restore(rows) }
            salvage = rescue
            return true
        } catch {
            handle(error)
            return nil
        }
    }
}

extension Database {
    /// Puts a saved telegram back in its old place, if that is free; whether it was.
    fileprivate func restore(_ telegram: StoredTelegram) throws -> Bool {
        let taken = try number(
            "SELECT 1 FROM telegram WHERE id = ?1 UNION ALL SELECT 1 FROM telegram WHERE epoch = ?2 AND counter = ?3",
            [telegram.id, telegram.stream, telegram.counter])
        guard taken == nil else { return false }
        try insert(
            PlannedRow(
                id: telegram.id, stream: telegram.stream, counter: telegram.counter,
                previous: -1, record: telegram.record, newStream: nil, gap: nil))
        return true
    }
}
