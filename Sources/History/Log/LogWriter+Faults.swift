// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

// What to do when the store does not do what it should.
extension LogWriter {
    /// Rows removed at once where room is needed.
    private static let ration = 500
    /// Free pages inside the database that are kept on a full disk, so that it need not grow.
    private static let freePages = 1_000

    /// Answers a fault: makes room, replaces a damaged database, tries once more, or does without
    /// for a while.
    mutating func handle(_ failure: StoreFailure, attempt: Int = 1) {
        justStored = [:]
        switch (failure.fault, attempt) {
        case (.replaced, _): suspect()
        case (.diskFull, 1...2): makeRoom(attempt)
        case (.ioError, 1): break
        default: doWithout(failure)
        }
    }

    /// Closes the database; it is opened again in a minute.
    mutating func doWithout(_ failure: StoreFailure) {
        database?.close()
        storage = .closed(retryAt: clock.uptime() + settings.reopenAfter)
        state(failure.fault, isStoring: false)
        readOn(failure.fault)
    }

    /// The database seems damaged: a failed read can look like that, so it is opened again and only
    /// replaced if it is still.
    private mutating func suspect() {
        guard !isSuspect else { return replace() }
        isSuspect = true
        database?.close()
        open()
    }

    /// First the ballast and what every sink has, then whatever is oldest.
    private mutating func makeRoom(_ attempt: Int) {
        guard let database else { return }
        ballast.release()
        state(.diskFull, isStoring: true)
        do throws(StoreFailure) {
            // The write-ahead log begins again at its start, in space that it has.
            _ = try? database.access { try $0.checkpoint(.restart) }
            if attempt == 1 {
                _ = try remove(database, Retention.removePublished)
            } else {
                snapshot.droppedUnpublished += try remove(database, Retention.removeOldest)
            }
        } catch { if error.fault != .diskFull || attempt == 2 { doWithout(error) } }
    }

    /// On a full disk, removes published telegrams before the database would have to grow.
    ///
    /// Looking for some costs time when there are none, so after a look in vain it waits a minute.
    mutating func keepRoom() {
        let now = clock.uptime()
        guard let database, snapshot.state.fault == .diskFull, now >= schedule.room else { return }
        do throws(StoreFailure) {
            let free = try database.access { try $0.number("PRAGMA freelist_count") ?? 0 }
            guard free < LogWriter.freePages else { return }
            let removed = try remove(database, Retention.removePublished)
            if removed == 0 { schedule.room = now + settings.window }
        } catch { if error.fault != .diskFull { handle(error) } }
    }

    /// Removes telegrams; their accounts are written with it, and cursors, so that nothing counts
    /// as unpublished that is not.
    private mutating func remove(
        _ database: LogDatabase, _ removal: (Database, Int) throws -> Int
    ) throws(StoreFailure) -> UInt64 {
        justStored = [:]
        let checkpoint = LogCheckpoint(streams: ledger.streams, cursors: outbox.unsaved)
        let removed = try database.transact { db in
            try db.write(checkpoint)
            return try removal(db, LogWriter.ration)
        }
        outbox.saved(checkpoint.cursors)
        if removed > 0 { try database.access { try outbox.recount($0) } }
        return UInt64(removed)
    }

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

    /// What a new database begins with, so that accounts, cursors and rows go on where the lost one
    /// ended.
    private struct Seed {
        var streams: [TelegramStream]
        var cursors: [OutboxPosition]
        var nextRow: Int64
    }

    /// Sets the damaged database aside, begins a new one and saves what can be saved in the
    /// background.
    private mutating func replace() {
        database?.close()
        isSuspect = false
        salvage?.close()
        salvage = nil
        do throws(StoreFailure) {
            let name: String
            do throws(StoreFault) {
                name = try files.setAside(at: clock.wall().milliseconds)
            } catch { throw StoreFailure(error) }
            events.append(.setAside(file: name))
            isCheckFailed = false
            var rescue = Salvage(path: files.directory + "/" + name)
            var seed: Seed?
            if identity != nil {
                seed = Seed(
                    streams: ledger.streams, cursors: outbox.positions, nextRow: ledger.nextRow)
            } else if let heads = rescue?.heads() {
                seed = Seed(streams: heads.streams, cursors: heads.cursors, nextRow: heads.nextRow)
            }
            try use(try LogDatabase(files, migrator: migrator), seed: seed)
            if let seed { rescue?.want(seed.streams, before: seed.nextRow) }
            salvage = seed == nil ? nil : rescue
            if salvage == nil {
                rescue?.close()
                events.append(.recovered(telegrams: 0))
            }
            state(.replaced, isStoring: true)
        } catch { doWithout(error) }
    }

    /// Begins to work with a database.
    private mutating func use(_ database: LogDatabase, seed: Seed?) throws(StoreFailure) {
        let memory = identity.map { _ in
            Seed(streams: ledger.streams, cursors: outbox.positions, nextRow: ledger.nextRow)
        }
        let isFirst = identity == nil
        let wall = clock.wall()
        do throws(StoreFailure) {
            let loaded = try database.transact { db in
                if isFirst, try db.note("identity") != nil { try Retention.removeEnded(db) }
                return try LogWriter.prepare(
                    db, seed: seed ?? memory, sinks: settings.sinks, wall: wall)
            }
            var fresh = StreamLedger(
                streams: loaded.contents.streams,
                nextRow: max(loaded.contents.nextRow, seed?.nextRow ?? 1))
            let isSame = loaded.contents.identity == identity || loaded.isNew
            if !isSame, identity != nil { outbox = Outbox(sinks: settings.sinks) }
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
            unreadableSince = nil
        } catch {
            database.close()
            throw error
        }
    }

    private struct Loaded {
        let contents: LogContents
        let isNew: Bool
    }

    private static func prepare(_ db: Database, seed: Seed?, sinks: [String], wall: UTCTime) throws
        -> Loaded
    {
        let isNew = try db.note("identity") == nil
        if isNew {
            let identity = "\(wall.milliseconds)-\(UInt64.random(in: .min ... .max))"
            try db.note("identity", identity)
            for stream in seed?.streams ?? [] { try db.insert(stream) }
            try db.write(LogCheckpoint(streams: [], cursors: seed?.cursors ?? []))
        }
        try db.execute(sql: "DELETE FROM sink")
        for sink in sinks { try db.run("INSERT INTO sink VALUES(?)", [sink]) }
        try db.execute(sql: "DELETE FROM cursor WHERE sink NOT IN (SELECT name FROM sink)")
        let contents = try LogContents(db)
        try db.note("clean", "no")
        return Loaded(contents: contents, isNew: isNew)
    }
}
