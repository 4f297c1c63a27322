// SPDX-License-Identifier: Apache-2.0
import GRDB
import Locking
import Logging
import Readings
import Testing

@testable import History

/// A log in a folder, on a clock of its own, whose events are kept.
final class TestedLog: Sendable {
    let log: TelegramLog
    let clock: ManualClock
    let directory: String
    private let seen: EventList

    init(
        _ directory: String, clock: ManualClock = ManualClock(), sinks: [String] = ["broker"],
        migrator: DatabaseMigrator = LogSchema.migrator,
        check: DamageCheck? = nil,
        _ change: (inout StoreSettings) -> Void = { _ in }
    ) async {
        var settings = StoreSettings(directory: directory, sinks: sinks)
        settings.tick = nil
        // Tests hand over faster than any meter does.
        settings.queueLimit = 1 << 20
        change(&settings)
        let seen = EventList()
        self.seen = seen
        self.clock = clock
        self.directory = directory
        log = TelegramLog(
            settings, clock: clock.clock, migrator: migrator,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            check: check, onEvent: seen.add)
        await log.start()
        await settle()
    }

    /// What was told so far.
    var events: [StoreEvent] { seen.all }

    /// How many telegrams came again and were not stored twice.
    var repeated: Int { events.count { if case .repeated = $0 { true } else { false } } }

    /// Waits until everything handed over before has been dealt with.
    func settle() async {
        while await log.perform({ $0.salvage != nil || $0.checkedNode != nil }) {}
        await log.perform { _ in }
    }

    /// Stores telegrams with these counters.
    func store(
        _ counters: some Sequence<UInt32> & Sendable, meter: String = "flat-1",
        key: String = "0badcafe"
    ) async throws {
        for counter in counters {
            log.append(try .telegram(meter, counter, at: clock.now, key: key))
        }
        await settle()
    }

    /// The counters of what a sink is given next.
    func take(_ limit: Int = 1_000, meter: String? = nil, sink: String = "broker") async throws
        -> [Delivery]
    {
        let meter = try meter.map { try #require(MeterID($0)) }
        return await log.perform { $0.next(sink, meter, limit: limit) }
    }

    /// Takes telegrams and acknowledges them; their counters.
    func publish(_ limit: Int = 1_000, sink: String = "broker") async throws -> [UInt32] {
        let taken = try await take(limit, sink: sink)
        log.acknowledge(sink, taken.map(\.token))
        await settle()
        return taken.counters
    }

    /// Ends the log as a killed process would.
    func kill() async { await log.perform { $0.abandon() } }

    /// The account of the first meter's current epoch.
    func account(_ meter: String = "flat-1") throws -> EpochAccount {
        let id = try #require(MeterID(meter))
        return try #require(log.snapshot().accounts[id])
    }

    /// A query on the log's own connection.
    func number(_ sql: String) async -> Int64? {
        await log.perform { writer in (try? writer.database?.access { try $0.number(sql) }) ?? nil }
    }

    /// Runs a statement on the log's own connection.
    func execute(_ sql: String) async {
        await log.perform { try? $0.database?.access { try $0.execute(sql: sql) } }
    }
}

/// Events in the order in which they came.
private final class EventList: Sendable {
    private let list = Mutex<[StoreEvent]>([])
    var all: [StoreEvent] { list.withLock { $0 } }
    func add(_ event: StoreEvent) { list.withLock { $0.append(event) } }
}

extension [Delivery] {
    /// The frame counters, or the sizes of telegrams that have none.
    var counters: [UInt32] { map { $0.record.origin.frameCounter ?? UInt32($0.record.body.count) } }
}

extension TelegramRecord {
    /// A telegram of a meter; its text follows from the counter.
    static func telegram(
        _ meter: String, _ counter: UInt32, at received: UTCTime, key: String = "0badcafe",
        size: Int = 700
    ) throws -> TelegramRecord {
        let text = Array("/Lux5 \(meter) \(counter) ".utf8)
        return TelegramRecord(
            meter: try #require(MeterID(meter)),
            origin: .verified(
                EpochID(title: "53414700" + hex(meter), keyFingerprint: key), frameCounter: counter),
            checksum: .valid, isEncrypted: true, meterTime: received, received: received,
            registers: EnergyRegisters(
                energyImport: FixedPoint(Int64(counter) * 7, decimals: 3),
                energyExport: FixedPoint(12, decimals: 1)),
            body: text
                + [UInt8](repeating: UInt8(ascii: "."), count: Swift.max(0, size - text.count)))
    }

    private static func hex(_ meter: String) -> String {
        let number = meter.utf8.reduce(UInt32(5_381)) { $0 &* 33 &+ UInt32($1) }
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    /// A telegram in clear, told by its size.
    static func clear(_ meter: String, size: Int, at received: UTCTime) throws -> TelegramRecord {
        TelegramRecord(
            meter: try #require(MeterID(meter)), origin: .clear, checksum: .absent,
            isEncrypted: false, meterTime: nil,
            received: received, body: [UInt8](repeating: UInt8(ascii: "c"), count: size))
    }
}
