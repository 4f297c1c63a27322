// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import GRDB
import Logging
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// A telegram log with its history in a folder, on a clock that stands still.
final class TestedHistory: Sendable {
    let log: TelegramLog
    let reader: SeriesReader
    let directory: String

    init(_ directory: String, now: UTCTime, zone: String = "Europe/Luxembourg") async throws {
        var settings = StoreSettings(directory: directory, sinks: [])
        settings.tick = nil
        settings.queueLimit = 1 << 20
        let clock = StoreClock(uptime: { .seconds(1_000) }, wall: { now })
        self.directory = directory
        log = TelegramLog(
            settings, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        reader = SeriesReader(
            directory: directory, calendar: try #require(PeriodCalendar(zone)))
        await log.start()
    }

    /// A roller as after a start.
    func roller() -> HistoryRoller {
        HistoryRoller(
            log: log, reader: reader, digest: SHA256.digest, parse: TestedHistory.parse)
    }

    /// Stores telegrams and waits until they are committed.
    func store(_ records: [TelegramRecord]) async {
        for record in records { log.append(record) }
        await log.perform { _ in }
    }

    /// Takes apart what ``TelegramRecord/small(_:_:at:title:key:_:)`` put together.
    static let parse: HistoryRoller.Parser = { record in
        ParsedTelegram(
            equipment: record.origin.title, readings: SmallTelegram.readings(in: record.body))
    }

    /// Every row, silence, epoch and record of a meter, to compare two histories.
    func everything(_ meter: MeterID) throws -> Contents {
        let (from, to) = (UTCTime(seconds: 0), UTCTime(seconds: 4_000_000_000))
        var rows: [SeriesRow] = []
        for resolution in Resolution.allCases {
            var pages = reader.pages(meter, resolution, from: from, to: to)
            while let page = try pages.next() { rows += page }
        }
        return Contents(
            rows: rows, gaps: try reader.gaps(meter, from: from, to: to),
            epochs: try reader.epochs(meter),
            sealed: try reader.sealed(meter))
    }

    struct Contents: Equatable {
        let rows: [SeriesRow]
        let gaps: [MissingEnergy]
        let epochs: [EquipmentEpoch]
        let sealed: [SealedQuarterHour]
    }

    /// Runs a statement on the log's own connection.
    func execute(_ sql: String) async {
        await log.perform { try? $0.database?.access { try $0.execute(sql: sql) } }
    }

    /// A query on the log's own connection.
    func number(_ sql: String) async -> Int64? {
        await log.perform { writer in (try? writer.database?.access { try $0.number(sql) }) ?? nil }
    }
}

extension TelegramRecord {
    /// A telegram with a body of a few bytes; numbers have three decimals.
    static func small(
        _ meter: MeterID, _ counter: UInt32, at time: UTCTime, title: String = "5341470000000001",
        key: String = "0badcafe", _ numbers: [(String, Int64)]
    ) -> TelegramRecord {
        return TelegramRecord(
            meter: meter,
            origin: .verified(
                EpochID(title: title, keyFingerprint: key), frameCounter: counter),
            checksum: .valid, isEncrypted: true, meterTime: time, received: time,
            body: SmallTelegram.body(numbers))
    }
}
