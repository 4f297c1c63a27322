// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

// The statements that read.
extension Database {
    /// All streams as the last checkpoint left them.
    func streams() throws -> [TelegramStream] {
        try epochRows().compactMap { row in
            guard var stream = try TelegramStream(row, generation: row.number(4)) else {
                return nil
            }
            stream.account = try stream.account.counted(row)
            return stream
        }
    }

    /// The streams of a damaged database, as far as their rows can be read: one with figures that were
    /// never written begins with none, and one without a name is left out.
    func readableStreams() throws -> [TelegramStream] {
        try epochRows().compactMap { row in
            let generation = (try? row.number(4)) ?? 0
            guard var stream = (try? TelegramStream(row, generation: generation)) ?? nil else {
                return nil
            }
            stream.account = (try? stream.account.counted(row)) ?? stream.account
            return stream
        }
    }

    private func epochRows() throws -> [Row] {
        let sql =
            "SELECT id, meter, title, fingerprint, generation, first, last, stored, missed_on, missed_off FROM epoch"
        return try Row.fetchAll(self, sql: sql + " ORDER BY id")
    }

    /// The stream with what its rows since the last checkpoint add to its account.
    func rolledForward(_ stream: TelegramStream) throws -> TelegramStream {
        var stream = try counted(stream)
        let last = try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT id, rx_time, flags, energy_import, energy_export FROM telegram
                    WHERE epoch = ? ORDER BY counter DESC LIMIT 1
                    """), arguments: [stream.id])
        if let last {
            stream.lastRow = try last.number(0)
            stream.lastReceived = try last.time(1)
            let flags = RecordFlags(bits: try last.integer(2))
            stream.lastRegisters = flags.registers(
                try last.optionalInteger(3), try last.optionalInteger(4))
        }
        return stream
    }

    /// The same without what the last row says; counters above `highest` count for nothing.
    func counted(_ stream: TelegramStream, upTo highest: Int64 = .max) throws -> TelegramStream {
        var stream = stream
        let before = stream.account.last.map { Int64($0) }
        let added = try Row.fetchOne(
            cachedStatement(
                sql:
                    "SELECT min(counter), max(counter), count(*) FROM telegram WHERE epoch = ? AND counter > ? AND counter <= ?"
            ),
            arguments: [stream.id, before ?? -1, highest])
        guard let added, let lowest = try added.optionalCounter(0) else { return stream }
        let last = try added.counter(1)
        let count = try added.count(2)
        stream.account.first = stream.account.first ?? lowest
        stream.account.last = last
        stream.account.stored += count
        guard stream.account.epoch != nil else { return stream }
        let span = Int64(last) - (before ?? Int64(lowest) - 1)
        let missed = UInt64(clamping: span - Int64(clamping: count))
        let whileOff = try min(missed, missedWhileOff(stream.id, after: before ?? -1))
        stream.account.missedWhileOff += whileOff
        stream.account.missedWhileOn += missed - whileOff
        return stream
    }

    private func missedWhileOff(_ stream: Int64, after counter: Int64) throws -> UInt64 {
        let sum = try Row.fetchOne(
            self,
            sql: """
                SELECT sum(to_counter - from_counter + 1) FROM gap WHERE epoch = ? AND from_counter > ? AND cause = ?
                AND from_counter BETWEEN 0 AND to_counter AND to_counter <= ?
                """,
            arguments: [
                stream, counter, GapCause.gatewayOff.rawValue, Int64(UInt32.max),
            ])
        return UInt64(clamping: try sum?.optionalInteger(0) ?? 0)
    }

    /// How far the sinks have come.
    func cursors() throws -> [OutboxPosition] {
        try cursorRows().map(OutboxPosition.init)
    }

    /// The same of a damaged database, as far as its rows can be read.
    func readableCursors() throws -> [OutboxPosition] {
        try cursorRows().compactMap { try? OutboxPosition($0) }
    }

    private func cursorRows() throws -> [Row] {
        try Row.fetchAll(self, sql: "SELECT sink, epoch, position FROM cursor")
    }

    /// Telegrams of a stream above a counter, in order.
    func telegrams(of stream: TelegramStream, above counter: Int64, limit: Int) throws
        -> [StoredTelegram]
    {
        let statement = try cachedStatement(
            sql: """
                SELECT \(try telegramColumns()) FROM telegram
                WHERE epoch = ? AND counter > ? ORDER BY counter LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: [stream.id, counter, limit]).map {
            try StoredTelegram($0, stream)
        }
    }

    /// The number that a query gives; `nil` for none.
    func number(_ sql: String, _ arguments: StatementArguments = []) throws -> Int64? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)?.optionalInteger(0)
    }

    /// The place in the log that a query gives; `nil` for none.
    func place(_ sql: String, _ arguments: StatementArguments = []) throws -> Int64? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)?.optionalNumber(0)
    }

    /// The moment that a query gives; `nil` for none.
    func time(_ sql: String, _ arguments: StatementArguments = []) throws -> UTCTime? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)?.optionalTime(0)
    }

    /// How many telegrams of a stream stand above a counter; counted in the index alone.
    func count(of stream: Int64, above counter: Int64) throws -> Int {
        Int(
            try number(
                "SELECT count(*) FROM telegram WHERE epoch = ? AND counter > ?", [stream, counter])
                ?? 0)
    }

    /// When the first telegram of a stream above a counter was received.
    func received(_ stream: Int64, above counter: Int64) throws -> UTCTime? {
        try time(
            "SELECT rx_time FROM telegram WHERE epoch = ? AND counter > ? ORDER BY counter LIMIT 1",
            [stream, counter])
    }

    /// The telegrams that the history has yet to take; `nil` if there are none, or no history.
    func unrolled() throws -> Backlog? {
        guard let position = try place("SELECT position FROM rolled_up"),
            let first = try Row.fetchOne(
                cachedStatement(
                    sql: "SELECT id, rx_time FROM telegram WHERE id > ? ORDER BY id LIMIT 1"),
                arguments: [position])
        else { return nil }
        let last = try place("SELECT max(id) FROM telegram") ?? 0
        return Backlog(count: Int(last - (try first.number(0)) + 1), oldest: try first.time(1))
    }

    /// A note that is kept under a key.
    func note(_ key: String) throws -> String? {
        try Row.fetchOne(self, sql: "SELECT value FROM state WHERE key = ?", arguments: [key])?
            .text(0)
    }

    /// Keeps a note.
    func note(_ key: String, _ value: String) throws {
        try run(
            "INSERT INTO state VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [key, value])
    }
}

extension TelegramStream {
    /// Reads the name of a stream; `nil` for one of a meter that cannot be.
    fileprivate init?(_ row: Row, generation: Int64) throws {
        guard let meter = MeterID(try row.text(1)) else { return nil }
        self.init(
            id: try row.number(0), meter: meter, title: try row.optionalText(2),
            fingerprint: try row.optionalText(3), generation: generation)
    }
}

extension OutboxPosition {
    /// Reads the three columns of a cursor, which stands one below the first telegram at the least.
    fileprivate init(_ row: Row) throws {
        let counter = try row.integer(2)
        guard (-1...Int64(UInt32.max)).contains(counter) else { throw Row.damaged(2) }
        self.init(sink: try row.text(0), stream: try row.number(1), counter: counter)
    }
}

extension EpochAccount {
    /// The account with the figures of a stream's row.
    fileprivate func counted(_ row: Row) throws -> EpochAccount {
        var account = self
        account.first = try row.optionalCounter(5)
        account.last = try row.optionalCounter(6)
        account.stored = try row.count(7)
        account.missedWhileOn = try row.count(8)
        account.missedWhileOff = try row.count(9)
        return account
    }
}
