// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import Readings
import Series
import Testing

@testable import Web

/// A telegram log with its history in a folder.
struct TestedStore: Sendable {
    let log: TelegramLog
    let reader: SeriesReader

    /// A zone in which it is about noon now, so that "today" is half over and half to come whenever
    /// the tests run.
    static var noonZone: String {
        let offset = 12 - Int(UTCTime.now().seconds / 3_600 % 24)
        // These names count westward.
        return offset == 0 ? "Etc/GMT" : "Etc/GMT\(offset > 0 ? "-" : "+")\(abs(offset))"
    }

    init(_ directory: String, zone: String = "Europe/Luxembourg") async throws {
        log = TelegramLog(
            StoreSettings(directory: directory, sinks: []),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        reader = SeriesReader(
            directory: directory, calendar: try #require(PeriodCalendar(zone)))
        await log.start()
    }

    /// Stores telegrams, one for each moment, and rolls them up; the import register is the
    /// counter in Wh above `startingAt`, the power is given.
    func fill(
        _ meter: MeterID, _ moments: [UTCTime], title: String = "5341470000000001",
        startingAt register: Int = 0, watts: (Int) -> Int64 = { _ in 500 }
    ) async throws {
        for (index, moment) in moments.enumerated() {
            log.append(
                TelegramRecord(
                    meter: meter,
                    origin: .verified(
                        EpochID(title: title, keyFingerprint: "0badcafe"),
                        frameCounter: UInt32(index + 1)),
                    checksum: .valid, isEncrypted: true, meterTime: moment, received: moment,
                    body: Array("\(register + index + 1),\(watts(index))".utf8)))
            // The queue to the writer holds a thousand.
            if index % 500 == 499 { _ = await log.accounts(meter) }
        }
        // The accounts come from the writer, behind everything that was handed over.
        _ = await log.accounts(meter)
        var roller = HistoryRoller(
            log: log, reader: reader, digest: { _ in [UInt8](repeating: 7, count: 32) },
            parse: TestedStore.parse)
        _ = try await roller.rollUp()
    }

    /// Notes events of a meter.
    func note(_ events: [RecordedEvent]) async throws {
        var roller = HistoryRoller(
            log: log, reader: reader, digest: { _ in [UInt8](repeating: 7, count: 32) },
            parse: TestedStore.parse)
        #expect(try await roller.add([], events: events))
    }

    private static let parse: HistoryRoller.Parser = { record in
        let numbers = String(decoding: record.body, as: UTF8.self).split(separator: ",")
            .compactMap { Int64($0) }
        guard numbers.count == 2 else { return ParsedTelegram(equipment: nil, readings: []) }
        return ParsedTelegram(
            equipment: record.origin.title,
            readings: [
                Reading(
                    name: "energy_import_kwh", value: .number(FixedPoint(numbers[0], decimals: 3))),
                Reading(
                    name: "power_import_kw", value: .number(FixedPoint(numbers[1], decimals: 3))),
            ])
    }
}
