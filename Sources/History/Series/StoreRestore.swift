// SPDX-License-Identifier: Apache-2.0
import GRDB
import Glibc

/// Puts a copy that ``SeriesReader/backup(to:)`` made back in place.
public enum StoreRestore {
    /// Makes a copy the database of a state folder.
    ///
    /// The database that was there stays beside it as `telegrams.before-restore.db`. Replay floors
    /// stay as high as they were; telegrams that the copy does not know as published are published
    /// once more. Throws ``SeriesError/inUse`` while a gateway runs with the folder, and
    /// ``SeriesError/notACopy(_:)`` for a file that is damaged or something else; nothing is changed
    /// then.
    public static func restore(_ copy: String, into directory: String) throws(SeriesError) {
        let lock = try RestoreLock(directory)
        defer { lock.end() }
        try check(copy)
        let files = StoreFiles(directory: directory)
        let file = try PrivateFile(files.database)
        do throws(SeriesError) {
            try file.fill(from: copy)
        } catch {
            file.discard()
            throw error
        }
        let old = directory + "/telegrams.before-restore.db"
        StoreFiles.remove(old)
        for suffix in ["", "-wal", "-shm"] {
            guard unsafe rename(files.database + suffix, old + suffix) != 0, errno != ENOENT
            else { continue }
            throw .unwritable(PrivateFile.problem)
        }
        try file.settle()
    }

    private static func check(_ copy: String) throws(SeriesError) {
        guard let version = DatabaseHeader.userVersion(copy) else {
            throw .notACopy("it is no SQLite database")
        }
        guard version <= LogSchema.version else { throw .newerSchema }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: copy, configuration: configuration)
            defer { try? queue.close() }
            try queue.read { db in
                let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "nothing"
                guard answer == "ok" else { throw SeriesError.notACopy(answer) }
                guard try db.note("identity") != nil else {
                    throw SeriesError.notACopy("it was never a gateway's")
                }
            }
        } catch let error as SeriesError { throw error } catch {
            throw .notACopy("\(SeriesError(error))")
        }
    }
}

/// The gateway's lock on its state folder, held while a copy is put in place.
private struct RestoreLock {
    private let descriptor: Int32

    init(_ directory: String) throws(SeriesError) {
        let opened = unsafe open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .unwritable(PrivateFile.problem) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .inUse
        }
        descriptor = opened
    }

    func end() { close(descriptor) }
}
