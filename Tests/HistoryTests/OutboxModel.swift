// SPDX-License-Identifier: Apache-2.0

/// The log as simply as it can be said: lists in memory.
struct OutboxModel {
    struct Row: Hashable {
        let meter: String
        let counter: UInt32
        let received: Int64
    }

    /// Every telegram of the database, in the order in which it was stored.
    var rows: [Row] = []
    /// Those that the sink has taken.
    var settled: Set<Row> = []
    /// What is in flight, by token.
    var inFlight: [UInt64: Row] = [:]
    var last: [String: UInt32] = [:]
    var stored: [String: UInt64] = [:]
    var first: [String: UInt32] = [:]

    mutating func store(_ row: Row) {
        rows.append(row)
        last[row.meter] = row.counter
        first[row.meter] = first[row.meter] ?? row.counter
        stored[row.meter, default: 0] += 1
    }

    /// What the sink is given next.
    func next(_ limit: Int) -> [Row] {
        let out = Set(inFlight.values)
        return Array(rows.filter { !settled.contains($0) && !out.contains($0) }.prefix(limit))
    }

    /// Up to which counter everything of a meter has been taken; -1 for nothing.
    func position(_ meter: String) -> Int64 {
        let own = rows.filter { $0.meter == meter }
        let waiting = own.filter { !settled.contains($0) }
        // What is in flight counts, even if a full disk has taken it out of the database.
        let open = (waiting + inFlight.values.filter { $0.meter == meter }).map(\.counter).min()
        return open.map { Int64($0) - 1 } ?? own.last.map { Int64($0.counter) } ?? -1
    }

    /// Nothing is remembered but what the database says: up to these counters all is taken.
    mutating func crash(saved: [String: Int64]) {
        inFlight = [:]
        settled = Set(rows.filter { Int64($0.counter) <= saved[$0.meter] ?? -1 })
    }

    /// Published telegrams received before a moment go, but for the last of each meter.
    mutating func prune(before moment: Int64) {
        let before = self
        rows.removeAll { row in
            row.received < moment && row.counter != before.last[row.meter]
                && Int64(row.counter) <= before.position(row.meter)
        }
    }

    /// The meters, sorted.
    var meters: [String] { last.keys.sorted() }
}
