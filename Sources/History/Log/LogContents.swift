// SPDX-License-Identifier: Apache-2.0
import GRDB

/// What the log needs to know of a database before it goes on with it.
struct LogContents: Sendable {
    /// The database's own name.
    let identity: String
    /// Whether the run before did not close it.
    let isUnclean: Bool
    /// The streams with all their rows counted.
    let streams: [TelegramStream]
    /// How far the sinks have come.
    let cursors: [OutboxPosition]
    /// The row the next telegram gets.
    let nextRow: Int64

    /// Reads it; throws where the tables are not as they are known.
    init(_ db: Database) throws {
        guard let identity = try db.note("identity") else { throw StoreFailure(.ioError) }
        self.identity = identity
        isUnclean = try db.note("clean") == "no"
        streams = try db.streams().map(db.rolledForward)
        cursors = try db.cursors()
        nextRow = (try db.place("SELECT max(id) FROM telegram") ?? 0) + 1
    }
}
