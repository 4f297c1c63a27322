// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB

/// The one connection that writes, and moves the write-ahead log into the database.
///
/// A second connection that did either would meet the race that all SQLite versions before 3.51.3
/// have in their write-ahead log. Whoever else reads opens the file read-only.
struct LogDatabase: Sendable {
    let queue: DatabaseQueue
    let files: StoreFiles
    /// Released with the last copy of this value, after the connection was closed.
    private let index: IndexReserve
    /// The number of the file that was opened, to notice when another takes its place.
    let node: UInt64?

    /// With less space than this the database is not opened: SQLite writes before it can be asked not to.
    static let roomToOpen: UInt64 = 1 << 20

    /// Opens the database, or makes an empty one.
    init(_ files: StoreFiles, migrator: DatabaseMigrator = LogSchema.migrator) throws(StoreFailure)
    {
        if let fault = files.fault() { throw StoreFailure(fault) }
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = "telegram-log"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = \(LogSchema.pageSize)")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(LogSchema.checkpointPages)")
            try db.execute(
                sql:
                    "PRAGMA journal_size_limit = \(LogSchema.checkpointPages * LogSchema.pageSize * 2)"
            )
            try db.execute(sql: "PRAGMA secure_delete = OFF")
        }
        self.files = files
        if LogSchema.isNewer(files.database) { throw StoreFailure(.newerSchema) }
        guard files.freeBytes() >= LogDatabase.roomToOpen else { throw StoreFailure(.diskFull) }
        files.makePrivate()
        let queue = try StoreFailure.catching(files) {
            try DatabaseQueue(path: files.database, configuration: configuration)
        }
        do throws(StoreFailure) {
            index = try IndexReserve(files)
            try StoreFailure.catching(files) {
                try LogDatabase.migrate(queue, migrator, backup: files.backup)
            }
        } catch {
            try? queue.close()
            throw error
        }
        self.queue = queue
        node = StoreFiles.status(files.database)?.node
    }

    private static func migrate(
        _ queue: DatabaseQueue, _ migrator: DatabaseMigrator, backup: String
    ) throws {
        let (isNewer, applied, isDone) = try queue.read { db in
            (
                try migrator.hasBeenSuperseded(db), try migrator.appliedIdentifiers(db),
                try migrator.hasCompletedMigrations(db)
            )
        }
        guard !isNewer else { throw StoreFailure(.newerSchema) }
        guard !isDone else { return }
        if !applied.isEmpty {
            StoreFiles.remove(backup)
            do {
                try queue.writeWithoutTransaction {
                    try $0.execute(sql: "VACUUM INTO ?", arguments: [backup])
                }
            } catch {
                // A part of a copy is none.
                StoreFiles.remove(backup)
                throw error
            }
        }
        try migrator.migrate(queue)
    }

    /// Whether the file that was opened is still the one in the folder; SQLite would not notice.
    var isInPlace: Bool { StoreFiles.status(files.database)?.node == node }

    /// Runs `body` on the connection, outside a transaction.
    func access<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try StoreFailure.catching(files) { try queue.writeWithoutTransaction(body) }
    }

    /// Runs `body` in a transaction that is whole or absent.
    func transact<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try access { db in
            var result: Result?
            try db.inTransaction(.immediate) {
                result = try body(db)
                return .commit
            }
            guard let result else { throw StoreFailure(.ioError) }
            return result
        }
    }

    /// Writes what a plan says.
    func commit(_ plan: CommitPlan) throws(StoreFailure) {
        try access { db in
            // One sync of the write-ahead log covers every commit before it.
            if plan.isDurable { try db.execute(sql: "PRAGMA synchronous = FULL") }
            defer { if plan.isDurable { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
            try db.inTransaction(.immediate) {
                for stream in plan.streams { try db.insert(stream) }
                for row in plan.rows { try db.insert(row) }
                if let checkpoint = plan.checkpoint { try db.write(checkpoint) }
                return .commit
            }
        }
    }

    /// For what has to be looked at after a time; never for work.
    static let clock = DispatchQueue(label: "telegram-log.clock")

    /// Looks for damage, no longer than `limit`; an unfinished look found none.
    func check(limit: Duration) throws(StoreFailure) {
        let alarm = CheckAlarm(queue)
        let watch = DispatchWorkItem { alarm.ring() }
        LogDatabase.clock.asyncAfter(deadline: .now() + limit.dispatchInterval, execute: watch)
        defer { watch.cancel() }
        try access { db in
            defer { alarm.callOff() }
            do {
                let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
                guard answer == "ok" else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: answer)
                }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
                return
            }
        }
    }

    /// Moves the write-ahead log into the database and empties it, if no reader holds on to it.
    func truncateLog() throws(StoreFailure) {
        try access { db in
            do {
                _ = try db.checkpoint(.truncate)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY { return }
        }
    }

    /// Closes the connection; statements still open would keep the file.
    func close() { try? queue.close() }
}

extension Duration {
    /// The duration for the dispatch library, in whole milliseconds.
    var dispatchInterval: DispatchTimeInterval {
        .milliseconds(
            Int(
                clamping: components.seconds * 1_000 + components.attoseconds
                    / 1_000_000_000_000_000))
    }
}
