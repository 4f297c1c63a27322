// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// Exports hold every amount that went by unseen, and every register, whatever else there is.
@Suite struct UnseenTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-29T08:00:00Z"))
    }

    private func telegrams(_ seconds: [Int64]) -> [TelegramRecord] {
        seconds.map { second in
            .small(
                meter, UInt32(second) + 1, at: start.plus(second),
                [("energy_import_kwh", 1_000 + second)])
        }
    }

    /// Telegrams until 23:00, and again from 01:00 on, for most of a day, rolled up.
    private func storeSilence(in history: TestedHistory) async throws {
        await history.store(telegrams((0...300).map { $0 * 168 }))
        await history.store(telegrams((0...400).map { 57_600 + $0 * 168 }))
        var roller = history.roller()
        _ = try await roller.rollUp()
    }

    /// The rows of an export as columns and fields.
    private func export(
        _ history: TestedHistory, _ resolution: Resolution, days: Int64 = 40
    ) throws -> [[String: String]] {
        var bytes: [UInt8] = []
        let export = SeriesExport(
            history.reader, meter, resolution, from: start.plus(-86_400),
            to: start.plus(days * 86_400))
        _ = try export.run(.csv) { piece in
            bytes += piece
            return true
        }
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            .dropLast().map { $0.components(separatedBy: ",") }
        let names = try #require(lines.first)
        return lines.dropFirst().map {
            Dictionary(zip(names, $0)) { first, _ in first }
        }
    }

    @Test func `a silence over midnight keeps its amount before ten thousand short ones`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        try await storeSilence(in: history)
        // Short ones of the next evening, none of which is beside the days.
        await history.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
            INSERT INTO missing SELECT (SELECT id FROM series_meter), \(start.plus(90_000).milliseconds) + i * 500,
            \(start.plus(90_000).milliseconds) + i * 500 + 400, x'00' FROM n
            """)
        let days = try export(history, .day)
        #expect(days.count == 2)
        let last = try history.reader.epochs(meter)[0].closing["energy_import_kwh"]
        #expect(last == .wattHours(125_800))
        #expect(days.map { $0["energy_import_kwh_unseen"] } == ["", "7.200"])
        #expect(days.map { $0["unseen_from_utc"] } == ["", "2026-01-29T22:00:00Z"])
        let seen = days.compactMap { Double($0["energy_import_kwh_difference"] ?? "") }
        #expect(abs(seen.reduce(7.2, +) - 124.8) < 0.000_5)
        await history.log.stop()
    }

    @Test func `what went by in two silences that end in one row is their sum`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        try await storeSilence(in: history)
        // The clock fell back by two days, to the same quarter of an hour.
        await history.execute(
            """
            INSERT INTO missing SELECT meter, from_time + 172800000, to_time + 60000, amounts
            FROM missing WHERE from_time = \(start.plus(50_400).milliseconds)
            """)
        for resolution in [Resolution.minute, .quarterHour, .hour, .day] {
            let unseen = try export(history, resolution).compactMap {
                Double($0["energy_import_kwh_unseen"] ?? "")
            }
            #expect(abs(unseen.reduce(0, +) - 14.4) < 0.000_5, "\(resolution)")
        }
        await history.log.stop()
    }

    @Test(arguments: [
        RowRetention(months: .zero), RowRetention(days: .zero, months: .zero),
        RowRetention(hours: .zero, days: .zero, months: .zero),
    ])
    func `rows are exported with their registers when longer ones are kept no more`(
        _ retention: RowRetention
    ) async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(100 * 86_400))
        await history.store(telegrams((0...80).map { $0 * 86_400 }))
        var roller = history.roller()
        _ = try await roller.rollUp()
        let before = try export(history, .quarterHour)
        await history.log.prune(retention, history.reader.calendar)
        let months = try history.reader.rows(
            meter, .month, from: start, to: start.plus(40 * 86_400))
        #expect(months.isEmpty)
        let after = try export(history, .quarterHour)
        // Not compared in the expectation: thousands of rows would be printed.
        let isSame = after == before
        #expect(isSame)
        #expect(after.first?["energy_import_kwh_end"] == "1.000")
        await history.log.stop()
    }
}
