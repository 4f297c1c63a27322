// SPDX-License-Identifier: Apache-2.0
import Readings

/// Decides under which stream and counter a telegram is stored, and keeps the account of every
/// stream.
///
/// A value: the writer changes a copy, commits what follows from it, and only then keeps the copy.
struct StreamLedger: Sendable {
    private(set) var streams: [TelegramStream] = []
    /// The highest counter known of an epoch, whether or not the log still has it.
    private(set) var floors: [EpochID: UInt32] = [:]
    /// The row the next telegram gets.
    var nextRow: Int64 = 1
    private var nextStream: Int64 = 1

    init(streams: [TelegramStream] = [], nextRow: Int64 = 1) {
        self.streams = streams
        self.nextRow = nextRow
        nextStream = (streams.map(\.id).max() ?? 0) + 1
        for stream in streams { raise(stream) }
    }

    /// What became of a telegram that asked to be stored.
    enum Admission: Sendable {
        /// It has its place; a new stream and a gap have to be written with it.
        case row(PlannedRow)
        /// Its counter is not above the floor.
        case repeated(UInt32)
    }

    /// Finds the place of a telegram.
    mutating func admit(_ record: TelegramRecord, hasLost: Bool) -> Admission {
        var counter: UInt32?
        if case .verified(let epoch, let frameCounter) = record.origin {
            if let floor = floors[epoch], frameCounter <= floor { return .repeated(frameCounter) }
            floors[epoch] = frameCounter
            counter = frameCounter
        }
        let change = change(to: record)
        let found = streams.lastIndex { $0.meter == record.meter && $0.matches(record.origin) }
        let index = found ?? open(record)
        let gap = streams[index].count(counter, record, row: nextRow, hasLost: hasLost)
        let row = PlannedRow(
            id: nextRow, stream: streams[index].id,
            counter: Int64(streams[index].account.last ?? 0), record: record,
            newStream: found == nil ? streams[index] : nil, gap: gap, change: change)
        nextRow += 1
        return .row(row)
    }

    /// What a telegram says of its meter's epoch; `nil` when it is the one of the telegram before.
    private func change(to record: TelegramRecord) -> EpochChange? {
        guard let epoch = record.origin.epoch else { return nil }
        let latest = streams.filter {
            $0.meter == record.meter && $0.account.epoch != nil && $0.lastRow > 0
        }.max { $0.lastRow < $1.lastRow }
        guard let before = latest?.account.epoch, before != epoch else { return nil }
        return EpochChange(meter: record.meter, from: before, to: epoch, at: record.received)
    }

    /// The stream with the latest telegram of each meter.
    var accounts: [MeterID: EpochAccount] {
        var latest: [MeterID: TelegramStream] = [:]
        for stream in streams where stream.lastRow >= latest[stream.meter]?.lastRow ?? 0 {
            latest[stream.meter] = stream
        }
        return latest.mapValues(\.account)
    }

    /// Raises floors that were known from elsewhere.
    mutating func raise(_ known: [EpochID: UInt32]) { floors.merge(known, uniquingKeysWith: max) }

    /// Takes over what this run knows, after the database was opened again; more if it is the same,
    /// or made from memory.
    mutating func resume(_ before: StreamLedger, isSame: Bool) {
        raise(before.floors)
        nextRow = max(nextRow, before.nextRow)
        guard isSame else { return }
        for index in streams.indices {
            guard let old = before.streams.first(where: { $0.id == streams[index].id }) else {
                continue
            }
            streams[index].isOfThisRun = old.isOfThisRun
            guard streams[index].lastRow == 0 else { continue }
            streams[index].lastRow = old.lastRow
            streams[index].lastReceived = old.lastReceived
            streams[index].lastRegisters = old.lastRegisters
        }
    }

    /// The floors with those of the streams used last at the end.
    var orderedFloors: [(EpochID, UInt32)] {
        floors.sorted { left, right in row(left.key) < row(right.key) }.map { ($0.key, $0.value) }
    }

    private func row(_ epoch: EpochID) -> Int64 {
        streams.filter { $0.account.epoch == epoch }.map(\.lastRow).max() ?? 0
    }

    /// Lets the counters of a meter begin anew; the streams that have to be written.
    mutating func forgetFloors(of meter: MeterID) -> [TelegramStream] {
        var opened: [TelegramStream] = []
        let epochs = Set(streams.filter { $0.meter == meter }.compactMap(\.account.epoch))
        for epoch in epochs {
            floors[epoch] = nil
            let old = streams.last { $0.account.epoch == epoch }
            let stream = TelegramStream(
                id: nextStream, meter: meter, title: epoch.title, fingerprint: epoch.keyFingerprint,
                generation: (old?.generation ?? 0) + 1)
            nextStream += 1
            streams.append(stream)
            opened.append(stream)
        }
        return opened
    }

    /// The streams that count now: of the streams of an epoch, only those of the latest generation
    /// raise its floor.
    private mutating func raise(_ stream: TelegramStream) {
        guard let epoch = stream.account.epoch else { return }
        let generation = streams.filter { $0.account.epoch == epoch }.map(\.generation).max()
        guard stream.generation == generation, let last = stream.account.last else { return }
        floors[epoch] = max(floors[epoch] ?? 0, last)
    }

    private mutating func open(_ record: TelegramRecord) -> Int {
        let epoch = record.origin.epoch
        let generation =
            streams.filter { $0.account.epoch == epoch && epoch != nil }.map(\.generation).max()
            ?? 0
        streams.append(
            TelegramStream(
                id: nextStream, meter: record.meter, title: record.origin.title,
                fingerprint: epoch?.keyFingerprint,
                generation: generation))
        nextStream += 1
        return streams.count - 1
    }
}

extension TelegramStream {
    /// Whether a telegram of that origin belongs here.
    fileprivate func matches(_ origin: TelegramOrigin) -> Bool {
        title == origin.title && fingerprint == origin.epoch?.keyFingerprint
    }

    /// Counts a telegram, which gets the next number of the sequence if it has no counter; the gap
    /// before it.
    fileprivate mutating func count(
        _ frameCounter: UInt32?, _ record: TelegramRecord, row: Int64, hasLost: Bool
    ) -> TelegramGap? {
        let before = account.last
        let counter = frameCounter ?? (before ?? 0) &+ 1
        var gap: TelegramGap?
        if let epoch = account.epoch, let before, counter - before > 1 {
            let cause =
                isOfThisRun ? (hasLost ? .notStored : record.gapCause ?? .unknown) : .gatewayOff
            let found = TelegramGap(
                meter: meter, epoch: epoch, counters: before + 1...counter - 1, from: lastReceived,
                to: record.received,
                cause: cause, energy: record.registers.advance(since: lastRegisters))
            if cause.isWhileOff {
                account.missedWhileOff += found.count
            } else {
                account.missedWhileOn += found.count
            }
            gap = found
        }
        account.first = account.first ?? counter
        account.last = counter
        account.stored += 1
        lastReceived = record.received
        lastRegisters = record.registers
        lastRow = row
        isOfThisRun = true
        return gap
    }
}
