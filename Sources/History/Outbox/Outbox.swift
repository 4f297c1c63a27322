// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

/// Gives the log's telegrams to the sinks: in order per meter, each until it is taken.
struct Outbox: Sendable {
    private(set) var sinks: [OutboxSink]
    private var token: UInt64 = 0

    init(sinks: [String]) { self.sinks = sinks.map(OutboxSink.init) }

    /// Forgets what the sinks were given and have taken, but not which tokens were used: the client may
    /// still answer to them.
    mutating func beginAnew() { sinks = sinks.map { OutboxSink(name: $0.name) } }

    /// How far each sink has come, where that is not saved.
    var unsaved: [OutboxPosition] { sinks.flatMap(\.unsaved) }

    /// All positions, for a new database.
    var positions: [OutboxPosition] {
        sinks.flatMap { sink in
            sink.cursors.keys.map {
                OutboxPosition(sink: sink.name, stream: $0, counter: sink.position(of: $0))
            }
        }
    }

    /// How many telegrams the busiest sink has taken since the cursors were written.
    var takenSinceSave: Int { sinks.map(\.takenSinceSave).max() ?? 0 }

    /// Takes up what the database says.
    mutating func load(_ streams: [TelegramStream], _ saved: [OutboxPosition], _ db: Database)
        throws
    {
        for index in sinks.indices {
            for stream in streams {
                let position = saved.first {
                    $0.sink == sinks[index].name && $0.stream == stream.id
                }?.counter
                try sinks[index].load(stream.id, saved: position) {
                    try db.count(of: stream.id, above: $0)
                }
            }
        }
    }

    /// Telegrams were committed.
    mutating func committed(_ rows: [(PlannedRow, WaitingTelegrams.Entry)]) {
        for index in sinks.indices {
            for (row, entry) in rows { sinks[index].committed(row, entry) }
        }
    }

    mutating func saved(_ positions: [OutboxPosition]) {
        for index in sinks.indices { sinks[index].saved(positions) }
    }

    mutating func recount(_ db: Database) throws {
        for index in sinks.indices { try sinks[index].recount(db.count(of:above:)) }
    }

    /// The token after the last one given out.
    private mutating func nextToken() -> UInt64 {
        token += 1
        return token
    }
}

// The sinks' side.
extension Outbox {
    /// What telegrams are taken from.
    struct Source {
        let ledger: StreamLedger
        /// What was stored a moment ago, by stream; it need not be read.
        let justStored: [Int64: FreshTelegrams]
        /// The database, if it can be read.
        let reading: LogReading?
        /// Whether telegrams in memory wait for stored ones although those cannot be read.
        let isHoldingBack: Bool
        /// Whether telegrams that are only in memory are given out.
        let givesWaiting: Bool
        /// The last row of the run before this one.
        let lastRowOfEarlierRun: Int64
    }

    /// The next telegrams for a sink, at most `limit`, of one meter or of all.
    ///
    /// Where it throws, nothing counts as given out.
    mutating func next(
        _ name: String, _ meter: MeterID?, limit: Int, _ source: Source,
        _ waiting: inout WaitingTelegrams
    ) throws(StoreFailure) -> [Delivery] {
        guard let index = sinks.firstIndex(where: { $0.name == name }), limit > 0 else { return [] }
        var deliveries: [Delivery] = []
        if let reading = source.reading {
            let stored = try stored(index, meter, limit, source, reading)
            for telegram in stored where deliveries.count < limit {
                let delivery = Delivery(
                    token: nextToken(), id: telegram.id, record: telegram.record,
                    isFromEarlierRun: telegram.id <= source.lastRowOfEarlierRun)
                if sinks[index].hand(telegram, delivery) { deliveries.append(delivery) }
            }
        }
        if source.givesWaiting { giveWaiting(index, meter, limit, source, &waiting, &deliveries) }
        return deliveries
    }

    /// The meters of which a sink has yet to be given something.
    func metersDue(_ name: String, _ ledger: StreamLedger, _ waiting: WaitingTelegrams) -> Set<
        MeterID
    > {
        guard let sink = sinks.first(where: { $0.name == name }) else { return [] }
        let inMemory = waiting.entries.filter { !$0.handed.contains(name) }
        return ledger.meters(of: sink.due).union(inMemory.map(\.record.meter))
    }

    /// Stored telegrams that were not handed out, in the order in which they came.
    private func stored(
        _ index: Int, _ meter: MeterID?, _ limit: Int, _ source: Source, _ reading: LogReading
    ) throws(StoreFailure) -> [StoredTelegram] {
        var stored: [StoredTelegram] = []
        var unknown: [(stream: TelegramStream, cursor: StreamCursor)] = []
        for stream in meter.map({ source.ledger.streams(of: $0) }) ?? source.ledger.streams
        where sinks[index].due.contains(stream.id) {
            let cursor = sinks[index].cursors[stream.id] ?? StreamCursor()
            if let new = source.justStored[stream.id], cursor.comesTo(new) {
                stored += new.telegrams
            } else {
                unknown.append((stream, cursor))
            }
        }
        if limit > 0, !unknown.isEmpty {
            stored += try reading.access { db in
                try unknown.flatMap { stream, cursor in
                    try db.telegrams(
                        of: stream, above: cursor.readUpTo, limit: limit + cursor.ahead.count)
                }
            }
        }
        return stored.sorted { $0.id < $1.id }
    }

    /// Telegrams in memory of meters that have nothing else to send.
    private mutating func giveWaiting(
        _ index: Int, _ meter: MeterID?, _ limit: Int, _ source: Source,
        _ waiting: inout WaitingTelegrams,
        _ deliveries: inout [Delivery]
    ) {
        let name = sinks[index].name
        let busy =
            source.reading == nil && !source.isHoldingBack
            ? []
            : source.ledger.meters(of: sinks[index].due)
        for place in waiting.entries.indices where deliveries.count < limit {
            let entry = waiting.entries[place]
            let isWanted = meter == nil || entry.record.meter == meter
            guard isWanted, !entry.handed.contains(name), !busy.contains(entry.record.meter) else {
                continue
            }
            waiting.hand(at: place, to: name)
            let delivery = Delivery(
                token: nextToken(), id: nil, record: entry.record, isFromEarlierRun: false)
            sinks[index].hand(entry.serial, delivery)
            deliveries.append(delivery)
        }
    }

    /// A sink has taken a telegram, or refused it for good.
    mutating func settle(_ answer: SinkAnswer, _ waiting: inout WaitingTelegrams) {
        guard let index = sinks.firstIndex(where: { $0.name == answer.sink }),
            case .memory(let serial) = sinks[index].settle(
                answer.token, isParked: answer.isRefusal)
        else { return }
        waiting.settle(serial, by: answer.sink)
    }

    /// What a sink has yet to take.
    func backlog(_ sink: OutboxSink, _ waiting: WaitingTelegrams, oldest: UTCTime?) -> Backlog {
        let inMemory = waiting.entries.count { !$0.handed.contains(sink.name) }
        return Backlog(count: sink.count + inMemory, oldest: oldest, parked: sink.parked)
    }
}
