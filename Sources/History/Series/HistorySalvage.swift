// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

/// Reads what can be read of the history in a damaged database, a little at a time.
///
/// The small tables come first, for the rows mean nothing without them. A stretch that cannot be
/// read is skipped in growing steps, and a row that makes no sense is left out.
struct HistorySalvage: Sendable {
    /// Rows of a table, as they were.
    struct Rows: Sendable {
        let table: String
        var values: [[DatabaseValue]] = []
    }

    private static let page = 200
    private static let small = Database.figures
    /// Tables that are read in the order of their number.
    private static let large = ["series", "sealed", "event"]

    private let queue: DatabaseQueue
    private var numbers: QuantityNumbers?
    private var tables = HistorySalvage.small.map(\.table) + HistorySalvage.large
    private var next = Int64.min
    private var step: Int64 = 1

    init(_ queue: DatabaseQueue) { self.queue = queue }

    /// The next rows that can be read; `nil` at the end.
    mutating func chunk() -> Rows? {
        guard let table = tables.first else { return nil }
        if let (_, areSound) = HistorySalvage.small.first(where: { $0.table == table }) {
            tables.removeFirst()
            let sql = "SELECT * FROM \(table) WHERE \(areSound)"
            let rows = try? queue.read { try Row.fetchAll($0, sql: sql) }
            if table == "quantity" {
                numbers = QuantityNumbers(
                    (rows ?? []).compactMap { row in
                        guard let number = try? row.number(0), let name = try? row.text(1) else {
                            return nil
                        }
                        return (Int(number), name)
                    })
            }
            return Rows(table: table, values: (rows ?? []).map { Array($0.databaseValues) })
        }
        return page(of: table)
    }

    private mutating func page(of table: String) -> Rows {
        var found = Rows(table: table)
        var reached = next
        do {
            let sql = "SELECT * FROM \(table) WHERE id > ? ORDER BY id LIMIT \(HistorySalvage.page)"
            try queue.read { db in
                let rows = try Row.fetchCursor(db, sql: sql, arguments: [next])
                while let row = try rows.next() {
                    reached = max(reached, try row.integer(0))
                    if makesSense(row, of: table) { found.values.append(Array(row.databaseValues)) }
                }
            }
            step = 1
            if reached == next { nextTable() } else { next = reached }
        } catch {
            // Keys are far apart between series: the steps grow until they have passed everything.
            let (jump, isEnd) = reached.addingReportingOverflow(step)
            if isEnd || step > 1 << 61 { nextTable() } else { next = jump }
            step *= 2
        }
        return found
    }

    private mutating func nextTable() {
        tables.removeFirst()
        next = .min
        step = 1
    }

    /// Whether a row of the history can be read back.
    private func makesSense(_ row: Row, of table: String) -> Bool {
        if table == "event" { return (try? row.number(0)) != nil && (try? row.time(2)) != nil }
        guard table == "series" else { return true }
        guard let numbers, let meter = MeterID("salvaged"), let key = try? row.integer(0),
            let minutes = try? row.integer(1), let body = try? row.bytes(2)
        else { return false }
        let start = SeriesKey(key).start
        let period = Period(.minute, start: start, end: start.later(minutes: minutes))
        return (try? SeriesRow(body, meter, period, numbers)) != nil
    }
}

extension Database {
    /// Puts saved rows of the history back where there are none.
    func restore(_ rows: HistorySalvage.Rows) throws {
        for values in rows.values {
            let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
            try execute(
                sql: "INSERT OR IGNORE INTO \(rows.table) VALUES(\(marks))",
                arguments: StatementArguments(values))
        }
    }
}
