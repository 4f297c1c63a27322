// SPDX-License-Identifier: Apache-2.0
import GRDB

// Copies while the gateway runs.
extension SeriesReader {
    /// Copies the whole database to a file, as of one moment: telegrams, history, chain, cursors.
    ///
    /// The gateway goes on meanwhile; what it stores waits in the write-ahead log. The file is for
    /// the gateway's user only (0600), and appears under its name when it is complete and on the
    /// medium; an older copy is replaced only then. Takes seconds for each 100 MiB, in which this
    /// reader does nothing else. Throws ``SeriesError/unsuitable(_:)`` for a place in the state
    /// folder, and for one where something else is than a copy.
    public func backup(to path: String) throws(SeriesError) {
        try BackupPlace.check(path, notIn: files.directory)
        let file = try PrivateFile(path)
        do throws(SeriesError) {
            let connection = try open()
            defer { if !connection.isLasting { connection.close() } }
            do {
                // The file is opened for reading only; the other protection would not let the copy
                // be written either. An empty file is filled; its mode stays.
                try connection.queue.inDatabase { db in
                    try db.execute(sql: "PRAGMA query_only = OFF")
                    defer { try? db.execute(sql: "PRAGMA query_only = ON") }
                    try db.execute(sql: "VACUUM INTO ?", arguments: [file.part])
                }
            } catch { throw SeriesError(error) }
            try file.settle()
        } catch {
            file.discard()
            throw error
        }
    }
}
