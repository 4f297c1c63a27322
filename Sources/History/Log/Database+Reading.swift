// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

// The statements that read.
extension Database {
    /// All streams as the last checkpoint left them.
    func streams() throws -> [TelegramStream] {
        let sql =
            "SELECT id, meter, title, fingerprint, generation, first, last, stored, missed_on, missed_off FROM epoch"
        return try Row.fetchAll(self, sql: sql + " ORDER BY id").compactMap { row in
            guard let meter = MeterID(try row.text(1)) else { return nil }
            var stream = TelegramStream(
                id: try row.integer(0), meter: meter, title: try row.optionalText(2),
                fingerprint: try row.optionalText(3), generation: try row.integer(4))
            stream.account.first = try row.optionalCounter(5)
            stream.account.last = try row.optionalCounter(6)
            stream.account.stored = try row.count(7)
            stream.account.missedWhileOn = try row.count(8)
            stream.account.missedWhileOff = try row.count(9)
            return stream
        }
    }

    /// The stream with what its rows since the last checkpoint add to its account.
    func rolledForward(_ stream: TelegramStream) throws -> TelegramStream {
        var stream = stream
        try addRows(to: &stream)
        let last = try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT id, rx_time, flags, energy_import, energy_export FROM telegram
                    WHERE epoch = ? ORDER BY counter DESC LIMIT 1
                    """), arguments: [stream.id])
        if let last {
            stream.lastRow = try last.integer(0)
            stream.lastReceived = UTCTime(milliseconds: try last.integer(1))
            let flags = RecordFlags(bits: try last.integer(2))
            stream.lastRegisters = flags.registers(
                try last.optionalInteger(3), try last.optionalInteger(4))
        }
        return stream
    }

    private func addRows(to stream: inout TelegramStream) throws {
        let before = stream.account.last.map { Int64($0) }
        let added = try Row.fetchOne(
            cachedStatement(
                sql:
                    "SELECT min(counter), max(counter), count(*) FROM telegram WHERE epoch = ? AND counter > ?"
            ),
            arguments: [stream.id, before ?? -1])
        guard let added, let lowest = try added.optionalCounter(0) else { return }
        let highest = try added.counter(1)
        let count = try added.count(2)
        stream.account.first = stream.account.first ?? lowest
        stream.account.last = highest
        stream.account.stored += count
        guard stream.account.epoch != nil else { return }
        let span = Int64(highest) - (before ?? Int64(lowest) - 1)
        let missed = UInt64(clamping: span - Int64(clamping: count))
        let whileOff = try min(missed, missedWhileOff(stream.id, after: before ?? -1))
        stream.account.missedWhileOff += whileOff
        stream.account.missedWhileOn += missed - whileOff
    }

    private func missedWhileOff(_ stream: Int64, after counter: Int64) throws -> UInt64 {
        let sum = try Row.fetchOne(
            self,
            sql: """
                SELECT sum(to_counter - from_counter + 1) FROM gap WHERE epoch = ? AND from_counter > ? AND cause = ?
                """, arguments: [stream, counter, GapCause.gatewayOff.rawValue])
        return UInt64(clamping: try sum?.optionalInteger(0) ?? 0)
    }

    /// How far the sinks have come.
    func cursors() throws -> [OutboxPosition] {
        try Row.fetchAll(self, sql: "SELECT sink, epoch, position FROM cursor").map { row in
            OutboxPosition(
                sink: try row.text(0), stream: try row.integer(1), counter: try row.integer(2))
        }
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

    /// How many telegrams of a stream stand above a counter; counted in the index alone.
    func count(of stream: Int64, above counter: Int64) throws -> Int {
        Int(
            try number(
                "SELECT count(*) FROM telegram WHERE epoch = ? AND counter > ?", [stream, counter])
                ?? 0)
    }

    /// When the first telegram of a stream above a counter was received.
    func received(_ stream: Int64, above counter: Int64) throws -> UTCTime? {
        try number(
            "SELECT rx_time FROM telegram WHERE epoch = ? AND counter > ? ORDER BY counter LIMIT 1",
            [stream, counter]
        ).map(UTCTime.init(milliseconds:))
    }

    /// The telegrams that the history has yet to take; `nil` if there are none, or no history.
    func unrolled() throws -> Backlog? {
        guard let position = try number("SELECT position FROM rolled_up"),
            let first = try Row.fetchOne(
                cachedStatement(
                    sql: "SELECT id, rx_time FROM telegram WHERE id > ? ORDER BY id LIMIT 1"),
                arguments: [position])
        else { return nil }
        let last = try number("SELECT max(id) FROM telegram") ?? 0
        return Backlog(
            count: Int(last - (try first.integer(0)) + 1),
            oldest: UTCTime(milliseconds: try first.integer(1)))
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
