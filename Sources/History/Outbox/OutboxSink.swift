// SPDX-License-Identifier: Apache-2.0
import Readings

/// One sink's view of the log: what it was given, what it has taken, what comes next.
///
/// The log itself is the queue. All that is kept of a sink is a counter for each stream; telegrams
/// given out and not yet taken stand in memory only, so that after a crash they are given out
/// again.
struct OutboxSink: Sendable {
    /// Where a telegram in flight stands.
    enum Place: Sendable, Hashable {
        case row(stream: Int64, counter: Int64)
        case memory(serial: UInt64)
    }

    let name: String
    private(set) var cursors: [Int64: StreamCursor] = [:]
    /// The streams of which something in the database was not given out; with ``unread``, kept with
    /// each change of a cursor.
    private(set) var due: Set<Int64> = []
    /// How many telegrams of the database were not given out.
    private var unread = 0
    /// What was given out and not taken, by token.
    private var inFlight: [UInt64: Place] = [:]
    /// How many telegrams were refused for good.
    private(set) var parked: UInt64 = 0
    /// How many were taken since the cursors were written.
    private(set) var takenSinceSave = 0

    init(name: String) { self.name = name }

    /// Telegrams of the database that the sink has not taken, and any others in flight.
    var count: Int { inFlight.count + unread }

    /// Everything of the stream up to this counter has been taken.
    func position(of stream: Int64) -> Int64 {
        guard let cursor = cursors[stream] else { return -1 }
        var position = cursor.readUpTo
        for place in inFlight.values {
            if case .row(stream, let counter) = place, counter <= position {
                position = counter - 1
            }
        }
        return position
    }

    /// The positions that differ from what is saved.
    var unsaved: [OutboxPosition] {
        cursors.compactMap { stream, cursor in
            let position = position(of: stream)
            guard position != cursor.savedPosition else { return nil }
            return OutboxPosition(sink: name, stream: stream, counter: position)
        }
    }

    /// The positions have been written.
    mutating func saved(_ positions: [OutboxPosition]) {
        takenSinceSave = 0
        for position in positions where position.sink == name {
            cursors[position.stream]?.savedPosition = position.counter
        }
    }

    /// Takes up what the database says; what this run knows better stays.
    mutating func load(_ stream: Int64, saved position: Int64?, unread count: (Int64) throws -> Int)
        rethrows
    {
        var cursor = cursors[stream] ?? StreamCursor(readUpTo: position ?? -1)
        cursor.savedPosition = position ?? -1
        cursor.unread = try count(cursor.readUpTo) - cursor.ahead.count
        keep(cursor, of: stream)
    }

    private mutating func keep(_ cursor: StreamCursor, of stream: Int64) {
        unread += cursor.unread - (cursors[stream]?.unread ?? 0)
        if cursor.unread > 0 { due.insert(stream) } else { due.remove(stream) }
        cursors[stream] = cursor
    }

    /// A telegram was committed.
    mutating func committed(_ row: PlannedRow, _ entry: WaitingTelegrams.Entry) {
        var cursor = cursors[row.stream] ?? StreamCursor()
        defer { keep(cursor, of: row.stream) }
        guard entry.handed.contains(name) else {
            cursor.unread += 1
            return
        }
        cursor.ahead.insert(row.counter)
        cursor.catchUp()
        guard !entry.settled.contains(name) else { return }
        let place = Place.memory(serial: entry.serial)
        let stored = Place.row(stream: row.stream, counter: row.counter)
        if let token = inFlight.first(where: { $0.value == place })?.key {
            inFlight[token] = stored
        }
    }
}

// What the sink does.
extension OutboxSink {
    /// Gives out a stored telegram; `false` when it was given out before it was stored.
    mutating func hand(_ telegram: StoredTelegram, _ delivery: Delivery) -> Bool {
        var cursor = cursors[telegram.stream] ?? StreamCursor()
        // Where the last one unread comes before others given out ahead, those were caught up with.
        guard telegram.counter > cursor.readUpTo else { return false }
        defer { keep(cursor, of: telegram.stream) }
        cursor.readUpTo = telegram.counter
        guard cursor.ahead.remove(telegram.counter) == nil else { return false }
        cursor.unread -= 1
        cursor.catchUp()
        inFlight[delivery.token] = .row(stream: telegram.stream, counter: telegram.counter)
        return true
    }

    /// Gives out a telegram that is only in memory.
    mutating func hand(_ serial: UInt64, _ delivery: Delivery) {
        inFlight[delivery.token] = .memory(serial: serial)
    }

    /// A telegram is out of our hands; its place if it was in flight.
    mutating func settle(_ token: UInt64, isParked: Bool) -> Place? {
        guard let place = inFlight.removeValue(forKey: token) else { return nil }
        takenSinceSave += 1
        if isParked { parked += 1 }
        return place
    }

    /// Counts anew after telegrams were removed.
    mutating func recount(_ count: (_ stream: Int64, _ above: Int64) throws -> Int) rethrows {
        for (stream, var cursor) in cursors {
            cursor.unread = try count(stream, cursor.readUpTo) - cursor.ahead.count
            keep(cursor, of: stream)
        }
    }
}
