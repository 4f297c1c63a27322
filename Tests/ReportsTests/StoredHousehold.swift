// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Logging
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// The household's telegrams, one a minute, in a real store with its history.
final class StoredHousehold: Sendable {
    let house: Household
    let folder: URL
    let log: TelegramLog
    let reader: SeriesReader

    /// All telegrams of the days, in order.
    private let telegrams: [TelegramRecord]

    /// The household of some days; after the moment of `exchange` another meter speaks, whose
    /// registers are higher; `heard` is how many of the telegrams came so far, all if it is `nil`.
    init(
        days: [Period], silences: [Range<Int>] = [], exchange: UTCTime? = nil,
        tankOn tankDay: Period? = nil, heard: Int? = nil
    ) async throws {
        house = try Household()
        folder = FileManager.default.temporaryDirectory.appending(
            path: "household-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var settings = StoreSettings(directory: folder.path, sinks: [])
        settings.tick = nil
        settings.queueLimit = 1 << 20
        let now = days.last?.end ?? UTCTime(seconds: 0)
        log = TelegramLog(
            settings, clock: StoreClock(uptime: { .seconds(1_000) }, wall: { now }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        reader = SeriesReader(directory: folder.path, calendar: house.calendar)
        var counter: UInt32 = 0
        var registers = (taken: Int64(0), given: Int64(0))
        var telegrams: [TelegramRecord] = []
        for day in days {
            for row in house.minutes(of: day, silences: silences) {
                counter += 1
                let isOther = exchange.map { $0 < row.period.end } ?? false
                telegrams.append(
                    StoredHousehold.record(row, counter, &registers, isOther: isOther))
            }
        }
        self.telegrams = telegrams
        await log.start()
        var roller = try await hear(0..<(heard ?? telegrams.count))
        guard let tankDay else { return }
        let samples = house.tank(on: tankDay).flatMap { row in
            (0..<15).map { minute in
                (
                    sensor: house.tank,
                    readings: [
                        Reading(
                            name: "volume_l",
                            value: .number(row.sample("volume_l")?.last ?? FixedPoint(0)))
                    ],
                    received: UTCTime(seconds: row.period.start.seconds + Int64(minute) * 60 + 30)
                )
            }
        }
        #expect(try await roller.add(samples))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Lets some of the telegrams come, and into the history.
    @discardableResult
    func hear(_ numbers: Range<Int>) async throws -> HistoryRoller {
        for telegram in telegrams[numbers] { log.append(telegram) }
        await log.perform { _ in }
        var roller = HistoryRoller(
            log: log, reader: reader, digest: SHA256.digest, parse: StoredHousehold.parse)
        _ = try await roller.rollUp()
        return roller
    }

    /// The telegram at the end of a minute; registers go on from day to day.
    private static func record(
        _ row: SeriesRow, _ counter: UInt32, _ registers: inout (taken: Int64, given: Int64),
        isOther: Bool
    ) -> TelegramRecord {
        registers.taken += row.register("energy_import_kwh")?.difference.mantissa ?? 0
        registers.given += row.register("energy_export_kwh")?.difference.mantissa ?? 0
        let first: Int64 = isOther ? 9_000_000 : 0
        let numbers = [
            ("energy_import_kwh", 25_653_000 + first + registers.taken),
            ("energy_export_kwh", 11_002_000 + first + registers.given),
            ("power_import_kw", row.sample("power_import_kw")?.last.mantissa ?? 0),
            ("power_export_kw", row.sample("power_export_kw")?.last.mantissa ?? 0),
        ]
        return TelegramRecord(
            meter: row.meter,
            origin: .verified(
                EpochID(title: "534147000000000\(isOther ? 2 : 1)", keyFingerprint: "0badcafe"),
                frameCounter: counter),
            checksum: .valid, isEncrypted: true, meterTime: row.period.end,
            received: row.period.end, body: SmallTelegram.body(numbers))
    }

    private static let parse: HistoryRoller.Parser = { record in
        ParsedTelegram(
            equipment: record.origin.title, readings: SmallTelegram.readings(in: record.body))
    }
}
