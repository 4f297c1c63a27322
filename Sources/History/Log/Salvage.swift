// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Reads what can be read of a damaged database, a little at a time.
///
/// A missing end and a broken header are made good first; then the files are opened read-only. A
/// stretch that cannot be read is skipped in growing steps. What SQLite reads without complaint is
/// taken, if its values are of the right kind and its stream is known.
struct Salvage: Sendable {
    private let queue: DatabaseQueue
    private var next: Int64 = 0
    private var step: Int64 = 1
    private var last: Int64 = 1 << 40
    private var streams: [Int64: TelegramStream] = [:]
    /// How many telegrams were saved.
    var saved = 0
    /// What is saved after the telegrams.
    private var history: HistorySalvage

    /// Opens a damaged database; `nil` when not even that works.
    init?(path: String) {
        var configuration = Configuration()
        configuration.readonly = true
        DatabaseHeader.repair(path)
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
            return nil
        }
        self.queue = queue
        history = HistorySalvage(queue)
    }

    /// What another database can begin with; `nil` when not even that can be read.
    func heads() -> LogSeed? {
        // Each in a transaction of its own: one that met damage is good for nothing more.
        guard let heads = try? queue.read({ try $0.readableStreams() }) else { return nil }
        let highest = Int64(UInt32.max)
        let streams = heads.map { stream in
            (try? queue.read { try $0.rolledForward(stream) })
                ?? (try? queue.read { try $0.counted(stream, upTo: highest) }) ?? stream
        }
        let cursors = (try? queue.read { try $0.readableCursors() }) ?? []
        let sql = "SELECT max(id) FROM telegram WHERE id < \(Row.horizon)"
        let last = (try? queue.read { try $0.place(sql) }) ?? nil
        // Rows are numbered as they are stored, so there can hardly be more than were counted.
        let stored = streams.reduce(1_000_000) { $0 + Int64(clamping: $1.account.stored) }
        return LogSeed(streams: streams, cursors: cursors, nextRow: (last ?? stored) + 1)
    }

    /// Only telegrams of these streams, up to their last counter and before this row, are worth
    /// saving.
    mutating func want(_ streams: [TelegramStream], before row: Int64) {
        self.streams = Dictionary(streams.map { ($0.id, $0) }) { first, _ in first }
        last = row - 1
    }

    /// The next telegrams that can be read; `nil` at the end.
    mutating func chunk() -> [StoredTelegram]? {
        guard next < last else { return nil }
        var found: [StoredTelegram] = []
        var reached = next
        do {
            let isEnd = try queue.read { db in
                let sql =
                    "SELECT \(try db.telegramColumns()) FROM telegram WHERE id > ? AND id <= ? ORDER BY id LIMIT 100"
                let rows = try Row.fetchCursor(db, sql: sql, arguments: [next, last])
                while let row = try rows.next() {
                    reached = max(reached, try row.integer(0))
                    if let telegram = wanted(row) { found.append(telegram) }
                }
                return reached == next
            }
            guard !isEnd else { return nil }
            next = reached
            step = 1
        } catch {
            next = reached + step
            step *= 2
        }
        return found
    }

    /// The next rows of the history that can be read; `nil` at the end.
    mutating func historyChunk() -> HistorySalvage.Rows? { history.chunk() }

    private func wanted(_ row: Row) -> StoredTelegram? {
        guard let number = try? row.integer(1), let stream = streams[number],
            let telegram = try? StoredTelegram(row, stream), let last = stream.account.last
        else { return nil }
        return telegram.counter <= Int64(last) && telegram.id <= self.last ? telegram : nil
    }

    /// Closes the files.
    func close() { try? queue.close() }
}
