// SPDX-License-Identifier: Apache-2.0
import GRDB

/// A connection that reads one database file and no other.
///
/// The file is never opened but by SQLite: closing a descriptor of it would drop the locks that the
/// log's own connection has on it.
struct SeriesConnection: Sendable {
    let queue: DatabaseQueue
    /// Whether it may stay open; otherwise it is for one call.
    ///
    /// Where the folder cannot be written, SQLite opens the index of the write-ahead log for
    /// reading only, and all connections of a process share it: while this one were open, the log
    /// could not be written again.
    let isLasting: Bool
    private let path: String
    private let node: UInt64

    /// Opens the database of a state folder, if its schema is this version's.
    init(_ files: StoreFiles) throws(SeriesError) {
        guard let status = StoreFiles.status(files.database) else {
            throw .noDatabase(directory: files.directory)
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "series-reader"
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
        let opened: DatabaseQueue
        let version: Int64
        do {
            opened = try SeriesConnection.open(files, configuration)
            version = try opened.read { try $0.number("PRAGMA user_version") ?? 0 }
        } catch { throw SeriesError(error) }
        guard version == LogSchema.version else {
            try? opened.close()
            throw version < LogSchema.version ? .olderSchema : .newerSchema
        }
        queue = opened
        isLasting = files.fault() == nil
        path = files.database
        node = status.node
    }

    /// On a read-only disk SQLite cannot make the files it wants beside the database.
    private static func open(_ files: StoreFiles, _ configuration: Configuration) throws
        -> DatabaseQueue
    {
        do {
            return try DatabaseQueue(path: files.database, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            guard files.fault() == .diskReadOnly else { throw error }
            return try LogReading.open(files)
        }
    }

    /// Whether the file that was opened is still the one in the folder.
    var isInPlace: Bool { StoreFiles.status(path)?.node == node }

    /// Closes the file.
    func close() { try? queue.close() }
}
