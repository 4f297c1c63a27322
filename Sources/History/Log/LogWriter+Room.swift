// SPDX-License-Identifier: Apache-2.0
import GRDB

// Room on a full disk: what goes first.
extension LogWriter {
    /// Rows removed at once where room is needed.
    private static let ration = 500
    /// Free pages inside the database that are kept on a full disk, so that it need not grow.
    private static let freePages = 1_000

    /// First the ballast and what every sink has, then whatever is oldest.
    mutating func makeRoom(_ attempt: Int) {
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
}
