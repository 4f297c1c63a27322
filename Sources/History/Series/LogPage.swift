// SPDX-License-Identifier: Apache-2.0
import GRDB

/// A stretch of the log, whatever stream its rows belong to.
struct LogPage: Sendable {
    /// What can be read of it, in the order in which it was stored.
    var telegrams: [StoredTelegram] = []
    /// Its last row; `nil` at the end of the log.
    var last: Int64?
    /// How many rows were passed over: they belong to no stream that is known, or hold what was
    /// never written.
    var skipped = 0
}

extension Database {
    /// Telegrams of all meters after a place in the log.
    func telegrams(after place: Int64, limit: Int) throws -> LogPage {
        let sql = "SELECT \(try telegramColumns()) FROM telegram WHERE id > ? ORDER BY id LIMIT ?"
        let rows = try Row.fetchAll(cachedStatement(sql: sql), arguments: [place, limit])
        var page = LogPage()
        guard !rows.isEmpty else { return page }
        let streams = Dictionary(try streams().map { ($0.id, $0) }) { first, _ in first }
        for row in rows {
            page.last = try row.number(0)
            guard let number = try? row.integer(1), let stream = streams[number],
                let telegram = try? StoredTelegram(row, stream)
            else {
                page.skipped += 1
                continue
            }
            page.telegrams.append(telegram)
        }
        return page
    }
}
