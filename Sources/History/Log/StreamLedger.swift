// SPDX-License-Identifier: Apache-2.0
import Readings

/// Decides under which stream and counter a telegram is stored, and keeps the account of every
/// stream.
///
/// A value: the writer admits telegrams, commits what follows from it, and takes it back where that
/// fails. What a telegram costs does not grow with the number of meters.
struct StreamLedger: Sendable {
    // What follows is changed by this type's own files only.
    var streams: [TelegramStream] = []
    /// Where the streams of each meter stand.
    private var places: [MeterID: [Int]] = [:]
    /// Where the stream of each number stands.
    private var numbers: [Int64: Int] = [:]
    /// The highest counter known of an epoch, whether or not the log still has it.
    var floors: [EpochID: UInt32] = [:]
    /// How often the counter of an epoch began anew; only streams of that generation are written to.
    var generations: [EpochID: Int64] = [:]
    /// The account of the stream with the latest telegram of each meter.
    private(set) var accounts: [MeterID: EpochAccount] = [:]
    /// The meters whose account changed since that was asked last; `nil` for all.
    private var changed: Set<MeterID>?
    /// The row the next telegram gets.
    var nextRow: Int64 = 1
    private var nextStream: Int64 = 1

    init(streams: [TelegramStream] = [], nextRow: Int64 = 1) {
        self.streams = streams
        self.nextRow = nextRow
        nextStream = (streams.map(\.id).max() ?? 0) + 1
        for (index, stream) in streams.enumerated() {
            places[stream.meter, default: []].append(index)
            numbers[stream.id] = index
        }
        raiseFloors()
        findAccounts()
    }

    /// What became of a telegram that asked to be stored.
    enum Admission: Sendable {
        /// It has its place; a new stream and a gap have to be written with it.
        case row(PlannedRow)
        /// Its counter is not above the floor.
        case repeated(UInt32)
    }

    /// Finds the place of a telegram; what that changed is added to `changes`.
    mutating func admit(
        _ record: TelegramRecord, hasLost: Bool, _ changes: inout [LedgerChange]
    ) -> Admission {
        var counter: UInt32?
        var floor: UInt32?
        if case .verified(let epoch, let frameCounter) = record.origin {
            floor = floors[epoch]
            if let floor, frameCounter <= floor { return .repeated(frameCounter) }
            floors[epoch] = frameCounter
            counter = frameCounter
        }
        let change = change(to: record)
        let found = place(of: record)
        changes.append(
            LedgerChange(
                place: found ?? streams.count, stream: found.map { streams[$0] },
                meter: record.meter, account: accounts[record.meter], epoch: record.origin.epoch,
                floor: floor))
        let index = found ?? open(record.meter, record.origin.epoch)
        let previous = streams[index].account.last.map(Int64.init) ?? -1
        let gap = streams[index].count(counter, record, row: nextRow, hasLost: hasLost)
        accounts[record.meter] = streams[index].account
        changed?.insert(record.meter)
        let row = PlannedRow(
            id: nextRow, stream: streams[index].id,
            counter: Int64(streams[index].account.last ?? 0), previous: previous, record: record,
            newStream: found == nil ? streams[index] : nil, gap: gap, change: change)
        nextRow += 1
        return .row(row)
    }

    /// Takes back what was changed last.
    mutating func takeBack(_ changes: [LedgerChange]) {
        for change in changes.reversed() {
            if let stream = change.stream {
                streams[change.place] = stream
            } else {
                numbers[streams.removeLast().id] = nil
                places[change.meter]?.removeLast()
                nextStream -= 1
            }
            accounts[change.meter] = change.account
            if change.account == nil { changed = nil } else { changed?.insert(change.meter) }
            if let epoch = change.epoch { floors[epoch] = change.floor }
            nextRow -= 1
        }
    }

    /// Where the stream stands that a telegram belongs to; `nil` if it is the first.
    ///
    /// All that is not verified shares one, or anybody could open any number with made-up titles.
    private func place(of record: TelegramRecord) -> Int? {
        guard let epoch = record.origin.epoch else {
            return places[record.meter]?.last { streams[$0].fingerprint == nil }
        }
        let generation = generations[epoch] ?? 0
        return places[record.meter]?.last {
            streams[$0].account.epoch == epoch && streams[$0].generation == generation
        }
    }

    /// What a telegram says of its meter's epoch; `nil` when it is the one of the telegram before.
    private func change(to record: TelegramRecord) -> EpochChange? {
        guard let epoch = record.origin.epoch else { return nil }
        let latest = places[record.meter]?.filter {
            streams[$0].account.epoch != nil && streams[$0].lastRow > 0
        }.max { streams[$0].lastRow < streams[$1].lastRow }
        guard let latest, let before = streams[latest].account.epoch, before != epoch else {
            return nil
        }
        return EpochChange(meter: record.meter, from: before, to: epoch, at: record.received)
    }

    /// The streams of a meter, in the order in which they began.
    func streams(of meter: MeterID) -> [TelegramStream] {
        (places[meter] ?? []).map { streams[$0] }
    }

    /// The meters of some streams.
    func meters(of streams: Set<Int64>) -> Set<MeterID> {
        Set(streams.compactMap { numbers[$0].map { self.streams[$0].meter } })
    }

    /// The epochs of a meter's streams.
    func epochs(of meter: MeterID) -> Set<EpochID> {
        Set((places[meter] ?? []).compactMap { streams[$0].account.epoch })
    }

    /// Adds a stream of an epoch's present generation, or one for what is not verified; where it
    /// stands.
    mutating func open(_ meter: MeterID, _ epoch: EpochID?) -> Int {
        let stream = TelegramStream(
            id: nextStream, meter: meter, title: epoch?.title, fingerprint: epoch?.keyFingerprint,
            generation: epoch.flatMap { generations[$0] } ?? 0)
        nextStream += 1
        places[meter, default: []].append(streams.count)
        numbers[stream.id] = streams.count
        streams.append(stream)
        if accounts[meter] == nil { accounts[meter] = stream.account }
        changed?.insert(meter)
        return streams.count - 1
    }

    /// Looks for the stream with the latest telegram of each meter.
    mutating func findAccounts() {
        var latest: [MeterID: TelegramStream] = [:]
        for stream in streams where stream.lastRow >= latest[stream.meter]?.lastRow ?? 0 {
            latest[stream.meter] = stream
        }
        accounts = latest.mapValues(\.account)
        changed = nil
    }

    /// What is new of the accounts since that was asked last.
    mutating func accountNews() -> AccountNews {
        defer { changed = [] }
        guard let changed else { return .all(accounts) }
        var news: [MeterID: EpochAccount] = [:]
        for meter in changed { news[meter] = accounts[meter] }
        return .some(news)
    }

    /// Has all accounts told anew.
    mutating func tellAllAccounts() { changed = nil }
}
