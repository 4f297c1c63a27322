// SPDX-License-Identifier: Apache-2.0
import GRDB

// Beginning to work with a database.
extension LogWriter {
    /// Opens the database, or a new one if it is damaged.
    mutating func open() {
        // Once, before telegrams of this run are noted there too.
        if !hasReadFloors, let floors = floorFile.read() { ledger.raise(floors) }
        hasReadFloors = true
        reading?.close()
        reading = nil
        if files.freeBytes() < LogDatabase.roomToOpen { ballast.release() }
        do throws(StoreFailure) {
            try use(try openChecked(), seed: nil)
            state(nil, isStoring: true)
            if !ballast.hold() { state(.diskFull, isStoring: true) }
        } catch {
            if error.fault == .replaced { suspect() } else { doWithout(error) }
        }
    }

    private func openChecked() throws(StoreFailure) -> LogDatabase {
        let database = try LogDatabase(files, migrator: migrator)
        do throws(StoreFailure) {
            try database.check(limit: settings.checkLimit)
        } catch {
            database.close()
            throw error
        }
        return database
    }

    /// What this run knows of the database that it had; `nil` before it had one.
    var memory: LogSeed? {
        guard identity != nil else { return nil }
        return LogSeed(
            streams: ledger.streams, cursors: outbox.positions, nextRow: ledger.nextRow)
    }

    /// Begins to work with a database.
    mutating func use(_ database: LogDatabase, seed: LogSeed?) throws(StoreFailure) {
        let isFirst = identity == nil
        let wall = clock.wall()
        do throws(StoreFailure) {
            let loaded = try database.transact { db in
                if isFirst, try db.note("identity") != nil { try Retention.removeEnded(db) }
                return try db.begin(seed ?? memory, sinks: settings.sinks, at: wall)
            }
            var fresh = StreamLedger(
                streams: loaded.contents.streams,
                nextRow: max(loaded.contents.nextRow, seed?.nextRow ?? 1))
            let isSame = loaded.contents.identity == identity || loaded.isNew
            if !isSame, identity != nil { outbox.beginAnew() }
            fresh.resume(ledger, isSame: isSame)
            try database.access { try outbox.load(fresh.streams, loaded.contents.cursors, $0) }
            if isFirst {
                lastRowOfEarlierRun = fresh.nextRow - 1
                if loaded.contents.isUnclean { events.append(.uncleanStart) }
                if loaded.isNew, !ledger.floors.isEmpty {
                    events.append(.floorRebuilt(epochs: ledger.floors.count))
                }
            }
            identity = loaded.contents.identity
            ledger = fresh
            storage = .open(database)
            justStored = [:]
            closedSince = nil
            unreadableSince = nil
        } catch {
            database.close()
            throw error
        }
    }
}
