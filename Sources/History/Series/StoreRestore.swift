// SPDX-License-Identifier: Apache-2.0
import GRDB
import Glibc
public import Readings

/// Puts a copy that ``SeriesReader/backup(to:)`` made back in place.
public struct StoreRestore: Sendable {
    /// Where the database is now that was there before; `nil` if there was none.
    public let before: String?
    /// The meters that have telegrams or a history in the copy, in no order.
    public let meters: Set<MeterID>

    /// Makes a copy the database of a state folder.
    ///
    /// The database that was there stays beside it as `telegrams.before-restore-TIME.db`, and so do
    /// those of earlier times: which of them was the right one, only the owner knows. Replay floors
    /// stay as high as they were; telegrams that the copy does not know as published are published
    /// once more. Throws ``SeriesError/inUse`` while a gateway runs with the folder,
    /// ``SeriesError/noCopy(path:)`` without a file, and ``SeriesError/notACopy(path:_:)`` for one
    /// that is damaged or something else; nothing is changed then.
    public static func restore(_ copy: String, into directory: String) throws(SeriesError)
        -> StoreRestore
    {
        let lock = try RestoreLock(directory)
        defer { lock.end() }
        let meters = try check(copy)
        let files = StoreFiles(directory: directory)
        let file = try PrivateFile(files.database)
        do throws(SeriesError) {
            try file.fill(from: copy)
        } catch {
            file.discard()
            throw error
        }
        let before = try setAside(files.database, in: directory)
        try file.settle()
        return StoreRestore(before: before, meters: meters)
    }

    /// Renames the database with the files that belong to it; its new path, `nil` if there is none.
    private static func setAside(_ database: String, in directory: String) throws(SeriesError)
        -> String?
    {
        guard StoreFiles.status(database) != nil else { return nil }
        var number = Int64(time(nil))
        var old: String { "\(directory)/telegrams.before-restore-\(number).db" }
        while StoreFiles.status(old) != nil { number += 1 }
        for suffix in ["", "-wal", "-shm"] {
            guard unsafe rename(database + suffix, old + suffix) != 0, errno != ENOENT
            else { continue }
            throw PrivateFile.unwritable(old + suffix)
        }
        return old
    }

    /// Throws for what is no whole copy; the meters that are in it.
    private static func check(_ copy: String) throws(SeriesError) -> Set<MeterID> {
        try checkKind(copy)
        guard let version = DatabaseHeader.userVersion(copy) else {
            throw .notACopy(path: copy, "it is no SQLite database")
        }
        guard version <= LogSchema.version else { throw .newerSchema }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: copy, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "nothing"
                guard answer == "ok" else { throw SeriesError.notACopy(path: copy, answer) }
                guard try db.note("identity") != nil else {
                    throw SeriesError.notACopy(path: copy, "it was never a gateway's")
                }
                return try Set(db.streams().map(\.meter))
            }
        } catch let error as SeriesError { throw error } catch {
            throw .notACopy(path: copy, "\(SeriesError(error))")
        }
    }

    /// Throws for what is there no more, is no file, or may not be read.
    private static func checkKind(_ copy: String) throws(SeriesError) {
        var status = stat()
        guard unsafe stat(copy, &status) == 0 else {
            if errno == ENOENT { throw .noCopy(path: copy) }
            throw .notACopy(path: copy, PrivateFile.problem)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw .notACopy(path: copy, isFolder ? "it is a folder" : "it is no file")
        }
        guard unsafe access(copy, R_OK) == 0 else {
            throw .notACopy(path: copy, PrivateFile.problem)
        }
    }
}
