// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Where stored telegrams are read: the connection that writes, or while nothing can be written one
/// that only reads.
struct LogReading: Sendable {
    private let queue: DatabaseQueue
    private let files: StoreFiles

    /// Reads on the connection of an open database.
    init(_ database: LogDatabase) {
        queue = database.queue
        files = database.files
    }

    /// Opens a database that cannot be written, with the telegrams in its write-ahead log; `nil` if
    /// it cannot be read either.
    ///
    /// Nothing is made on the disk, not even the index of the write-ahead log, which is kept in
    /// memory: the disk may be full or read-only. There are no locks, so it is for times at which
    /// nobody writes, and has to be closed before the database is opened to be written: closing any
    /// descriptor of a file drops all locks a process has on it.
    init?(_ files: StoreFiles) {
        guard let queue = try? LogReading.open(files) else { return nil }
        self.queue = queue
        self.files = files
    }

    /// Opens a database that nobody can write, without locks and without making a file.
    static func open(_ files: StoreFiles) throws -> DatabaseQueue {
        guard StoreFiles.status(files.database) != nil else { throw StoreFailure(.noStorage) }
        let hasLog = StoreFiles.status(files.wal).map { $0.bytes > 0 } ?? false
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "telegram-log-reading"
        // Without a lock of its own the connection takes the write-ahead log's index into memory.
        if hasLog {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        }
        let mode = hasLog ? "mode=ro&vfs=unix-none" : "immutable=1"
        let address = "file:" + LogReading.escaped(files.database) + "?" + mode
        return try DatabaseQueue(path: address, configuration: configuration)
    }

    /// Runs `body` on the connection.
    func access<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        try StoreFailure.catching(files) { try queue.writeWithoutTransaction(body) }
    }

    /// Closes a connection that only reads.
    func close() { try? queue.close() }

    /// A path as a part of a URI.
    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }.joined()
    }
}
