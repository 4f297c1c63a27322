// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

/// Removes telegrams: old ones that every sink has, and on a full disk as much as makes room.
///
/// What every sink has is asked in the very statement that removes. The newest telegram of a stream
/// that goes on always stays: it carries the replay floor, and the registers that the next gap
/// begins with.
enum Retention {
    /// A telegram is as old as the later of its two times says: a clock that was not set yet makes
    /// nothing old.
    private static let age = "max(rx_time, coalesce(meter_time, rx_time))"
    private static let isNotLast = """
        (counter < (SELECT max(counter) FROM telegram WHERE epoch = t.epoch) OR t.epoch IN (\(ended)))
        """
    /// Streams of what is not verified that nothing is added to: older versions had one a title.
    static let ended = """
        SELECT id FROM epoch WHERE fingerprint IS NULL
            AND id NOT IN (SELECT max(id) FROM epoch WHERE fingerprint IS NULL GROUP BY meter)
        """
    /// Sinks have a cursor for each stream.
    private static let isTaken = """
        (SELECT count(*) FROM sink) = (SELECT count(*) FROM sink JOIN cursor ON cursor.sink = sink.name
            WHERE cursor.epoch = t.epoch AND cursor.position >= t.counter)
        """
    /// The history, once there is one, takes the rows as they come.
    private static let isRolledUp = "t.id <= coalesce((SELECT position FROM rolled_up), t.id)"
    private static let isPublished = "\(isTaken) AND \(isRolledUp)"

    /// Removes at most `limit` published telegrams older than a moment; how many.
    static func removeExpired(_ db: Database, before: UTCTime, limit: Int) throws -> Int {
        let last = try boundary(db, before)
        return try remove(
            db, "t.id <= ? AND \(age) < ? AND \(isNotLast) AND \(isPublished)",
            [last, before.milliseconds], limit)
    }

    /// Removes at most `limit` telegrams older than a moment that every sink has, but the history has
    /// not; how many.
    static func removeOverdue(_ db: Database, before: UTCTime, limit: Int) throws -> Int {
        let last = try boundary(db, before)
        return try remove(
            db, "t.id <= ? AND \(age) < ? AND \(isNotLast) AND \(isTaken) AND NOT \(isRolledUp)",
            [last, before.milliseconds], limit)
    }

    /// Removes the `limit` oldest published telegrams, whatever their age; how many.
    static func removePublished(_ db: Database, _ limit: Int) throws -> Int {
        try remove(db, "\(isNotLast) AND \(isPublished)", [], limit)
    }

    /// Removes the `limit` oldest telegrams, published or not; how many.
    static func removeOldest(_ db: Database, _ limit: Int) throws -> Int {
        try remove(db, isNotLast, [], limit)
    }

    /// The moment the log has reached: the latest telegram's.
    ///
    /// A calendar that jumps ahead by years must not make everything old at once; nothing is older
    /// than the log is long.
    static func newest(_ db: Database) throws -> UTCTime? {
        try db.time("SELECT \(age) FROM telegram ORDER BY id DESC LIMIT 1")
    }

    /// Forgets streams that have ended and of which no telegram is left, with their cursors.
    static func removeEnded(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM epoch WHERE id IN (\(ended))
                    AND NOT EXISTS (SELECT 1 FROM telegram WHERE telegram.epoch = epoch.id);
                DELETE FROM cursor WHERE epoch NOT IN (SELECT id FROM epoch)
                """)
    }

    private static func remove(
        _ db: Database, _ condition: String, _ arguments: [Int64], _ limit: Int
    ) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                DELETE FROM telegram WHERE id IN (
                    SELECT t.id FROM telegram t WHERE \(condition) ORDER BY t.id LIMIT ?)
                RETURNING id
                """)
        let removed = try Row.fetchAll(
            statement, arguments: StatementArguments(arguments + [Int64(limit)]))
        // A second roll-up can only begin after what is gone.
        if let last = try removed.map({ try $0.number(0) }).max() {
            try db.run("UPDATE rolled_up SET pruned = max(pruned, ?)", [last])
        }
        return removed.count
    }

    /// The last row, about, that was received before a moment, by halving: times grow with the
    /// rows, nearly.
    private static func boundary(_ db: Database, _ before: UTCTime) throws -> Int64 {
        var low = try db.place("SELECT min(id) FROM telegram") ?? 0
        var high = try db.place("SELECT max(id) FROM telegram") ?? 0
        while low < high {
            let middle = low + (high - low + 1) / 2
            let time = try db.time(
                "SELECT \(age) FROM telegram WHERE id >= ? ORDER BY id LIMIT 1", [middle])
            if let time, time < before { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
