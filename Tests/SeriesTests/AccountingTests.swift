// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// Five meters, accelerated to a telegram a minute, through gaps, restarts, a renewed key, another
/// meter and both changes of the clock: everything has to add up to the last digit.
@Suite struct AccountingTests {
    /// `SERIES_YEAR=5` runs a whole year of five meters and measures; otherwise the days around a
    /// change of the clock and of the month.
    private static let meters = ProcessInfo.processInfo.environment["SERIES_YEAR"].flatMap {
        Int($0)
    }
    private static let isLong = meters != nil

    @Test(.timeLimit(.minutes(isLong ? 60 : 5)))
    func `quarter-hours, hours, days and months add up to the registers, digit by digit`()
        async throws
    {
        let folder = try TemporaryFolder()
        if AccountingTests.isLong {
            let from = try #require(UTCTime("2026-01-01T00:00:00Z"))
            try await account(
                folder.path, from: from, days: 365, meters: AccountingTests.meters ?? 5)
        } else {
            let from = try #require(UTCTime("2026-03-28T00:00:00Z"))
            try await account(folder.path, from: from, days: 4, meters: 2)
        }
    }

    @Test func `the days of both changes of the clock have 92 and 100 quarter-hours that add up`()
        async throws
    {
        for (first, day, quarters) in [
            ("2026-03-28T12:00:00Z", (2026, 3, 29), 92),
            ("2026-10-24T12:00:00Z", (2026, 10, 25), 100),
        ] {
            let folder = try TemporaryFolder()
            let from = try #require(UTCTime(first))
            let history = try await TestedHistory(folder.path, now: from.plus(3 * 86_400))
            var street = try MeterStreet(from: from, meters: 1, hasIncidents: false)
            await history.store(street.run(minutes: 2 * 1_440))
            var roller = history.roller()
            _ = try await roller.rollUp()
            let calendar = history.reader.calendar
            let period = calendar.day(year: day.0, month: day.1, day: day.2)
            let meter = street.meters[0].id
            let rows = try history.reader.rows(
                meter, .quarterHour, from: period.start, to: period.end)
            #expect(rows.count == quarters)
            #expect(rows.allSatisfy { $0.quality == .complete && $0.telegrams == 15 })
            let sum = rows.reduce(Int64(0)) { $0 + $1.gain }
            #expect(
                sum == street.meters[0].register(at: period.end)
                    - street.meters[0].register(at: period.start))
            let whole = try #require(try history.reader.row(meter, .day, at: period.start))
            #expect(whole.gain == sum)
            await history.log.stop()
        }
    }

    private func account(_ directory: String, from: UTCTime, days: Int64, meters: Int)
        async throws
    {
        var street = try MeterStreet(from: from, meters: meters, hasIncidents: true)
        var day: Int64 = 0
        while day < days {
            // Every day and a bit the gateway starts anew.
            let history = try await TestedHistory(
                directory, now: from.plus((day + 1) * 86_400))
            var roller = history.roller()
            for _ in 0..<min(3, days - day) {
                await history.store(street.run(minutes: 1_440))
                _ = try await roller.rollUp()
                day += 1
            }
            if AccountingTests.isLong { await history.log.perform { $0.prune() } }
            await history.log.stop()
        }
        let history = try await TestedHistory(directory, now: from.plus(days * 86_400))
        for meter in street.meters {
            try check(meter, history.reader, from, from.plus(days * 86_400))
        }
        if AccountingTests.isLong {
            try await Measurement(history, street.meters[0].id, from).report()
        } else {
            try await compareRebuilt(history, street)
        }
        await history.log.stop()
    }

    /// Every sum of a meter against what its registers did.
    private func check(
        _ meter: MeterStreet.Meter, _ reader: SeriesReader, _ from: UTCTime, _ to: UTCTime
    ) throws {
        let calendar = reader.calendar
        let gaps = try reader.gaps(meter.id, from: from, to: to)
        #expect(gaps.count == meter.silences)
        for resolution in Resolution.allCases {
            var sum: Int64 = 0
            var pages = reader.pages(meter.id, resolution, from: from, to: to)
            while let page = try pages.next() { sum += page.reduce(0) { $0 + $1.gain } }
            let beside = gaps.filter { $0.isBeside(resolution, calendar) }
            #expect(sum + beside.reduce(0) { $0 + $1.gain } == meter.total)
        }
        for resolution in [Resolution.day, .month] {
            for row in try reader.rows(meter.id, resolution, from: from, to: to) {
                let (start, end) = (row.period.start, row.period.end)
                let quarters = try reader.rows(meter.id, .quarterHour, from: start, to: end)
                let within = gaps.filter {
                    start <= $0.from && $0.to <= end && $0.isBeside(.quarterHour, calendar)
                }
                let sum =
                    quarters.reduce(0) { $0 + $1.gain } + within.reduce(0) { $0 + $1.gain }
                #expect(row.gain == sum, "\(meter.id) \(resolution) from \(start)")
                guard row.isWhole, !meter.hasSwap(from: start, to: end) else { continue }
                #expect(row.gain == meter.register(at: end) - meter.register(at: start))
            }
        }
        let epochs = try reader.epochs(meter.id)
        #expect(epochs.count == (meter.swap == nil ? 1 : 2))
        let sum = epochs.reduce(Int64(0)) { sum, epoch in
            sum + (epoch.closing.gain - epoch.opening.gain)
        }
        #expect(sum == meter.total)
        #expect(try reader.verifyChain(meter.id, digest: SHA256.digest).isWhole)
    }

    private func compareRebuilt(_ history: TestedHistory, _ street: MeterStreet) async throws {
        let before = try street.meters.map { try history.everything($0.id) }
        var roller = history.roller()
        try await roller.rebuild()
        #expect(try street.meters.map { try history.everything($0.id) } == before)
    }
}

extension SeriesRow {
    /// What the import register gained, in the smallest digit.
    fileprivate var gain: Int64 { register("energy_import_kwh")?.difference.mantissa ?? 0 }
}

extension MissingEnergy {
    fileprivate var gain: Int64 { amounts.gain }
}

extension [RegisterAmount] {
    fileprivate var gain: Int64 { self["energy_import_kwh"]?.mantissa ?? 0 }
}
