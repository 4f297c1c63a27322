// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct HistoryRollerTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    /// Ten-second telegrams, a watt-hour each.
    private func telegrams(_ range: Range<Int64>) -> [TelegramRecord] {
        range.map { index in
            .small(
                meter, UInt32(index + 1), at: start.plus(index * 10),
                [("energy_import_kwh", 1_000 + index), ("power_import_kw", index % 7)])
        }
    }

    @Test func `rolling up in pieces over restarts gives what one go gives`() async throws {
        let one = try TemporaryFolder()
        let other = try TemporaryFolder()
        let whole = try await TestedHistory(one.path, now: start.plus(20_000))
        await whole.store(telegrams(0..<1_500))
        var roller = whole.roller()
        #expect(try await roller.rollUp() == 1_500)
        #expect(try await roller.rollUp() == 0)
        var pieces: Int64 = 0
        for end in [1, 2, 7, 90, 91, 360, 361, 700, 1_499, 1_500] as [Int64] {
            let history = try await TestedHistory(other.path, now: start.plus(20_000))
            await history.store(telegrams(pieces..<end))
            var roller = history.roller()
            #expect(try await roller.rollUp() == Int(end - pieces))
            await history.log.stop()
            pieces = end
        }
        let again = try await TestedHistory(other.path, now: start.plus(20_000))
        #expect(try again.everything(meter) == whole.everything(meter))
        await again.log.stop()
        await whole.log.stop()
    }

    @Test func `a second roller with old knowledge writes nothing twice`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(20_000))
        await history.store(telegrams(0..<400))
        var one = history.roller()
        var other = history.roller()
        #expect(try await one.rollUp() == 400)
        let before = try history.everything(meter)
        #expect(try await other.rollUp() == 0)
        await history.store(telegrams(400..<500))
        #expect(try await other.rollUp() == 100)
        await history.store(telegrams(500..<600))
        #expect(try await one.rollUp() == 100)
        let after = try history.everything(meter)
        #expect(before.rows.count < after.rows.count)
        let quarters = after.rows.filter { $0.period.resolution == .quarterHour }
        #expect(
            quarters.compactMap { $0.register("energy_import_kwh")?.difference.mantissa }
                .reduce(0, +) == 599)
        await history.log.stop()
    }

    @Test func `a telegram stays in the log until it is rolled up`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(11 * 86_400))
        var roller = history.roller()
        await history.store(telegrams(0..<1))
        #expect(try await roller.rollUp() == 1)
        await history.store(
            telegrams(1..<300) + [
                .small(meter, 9_000, at: start.plus(10 * 86_400), [("energy_import_kwh", 9_000)])
            ])
        await history.log.perform { $0.prune() }
        // Only the first was taken.
        #expect(await history.number("SELECT count(*) FROM telegram") == 300)
        #expect(try await roller.rollUp() == 300)
        await history.log.perform { $0.prune() }
        #expect(await history.number("SELECT count(*) FROM telegram") == 1)
        await history.log.stop()
    }

    @Test func `rolling up again what is left of the log gives the same rows`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(7 * 86_400 + 10_007))
        var roller = history.roller()
        // A renewed key leaves its last telegram in the log for ever.
        await history.store([
            .small(meter, 77, at: start.plus(-20), key: "01d01d01", [("energy_import_kwh", 900)])
        ])
        await history.store(telegrams(0..<1_900))
        await history.store([
            .small(
                meter, 5_000, at: start.plus(7 * 86_400 + 10_007), [("energy_import_kwh", 9_000)])
        ])
        _ = try await roller.rollUp()
        let before = try history.everything(meter)
        for _ in 0..<5 { await history.log.perform { $0.prune() } }
        #expect(await history.number("SELECT count(*) FROM telegram") == 901)
        await history.execute(
            "UPDATE series SET minutes = 7 WHERE id = (SELECT id FROM series ORDER BY id % 137438953472 DESC LIMIT 1)"
        )
        #expect(try history.everything(meter) != before)
        try await roller.rebuild()
        #expect(try history.everything(meter) == before)
        #expect(before.epochs.count == 1)
        await history.log.stop()
    }

    @Test func `in another zone hours, days and months are made anew of the quarter-hours`()
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let records = (0..<3_000).map { (index: Int64) -> TelegramRecord in
            let seconds: Int64 = index * (index < 900 ? 60 : 61)
            let values = [("energy_import_kwh", 1_000 + index)]
            return .small(meter, UInt32(index) + 1, at: start.plus(seconds), values)
        }
        var contents: [TestedHistory.Contents] = []
        for (path, zones) in [
            (folder.path, ["Europe/Luxembourg", "Asia/Kolkata"]), (other.path, ["Asia/Kolkata"]),
        ] {
            for (index, zone) in zones.enumerated() {
                let history = try await TestedHistory(path, now: start, zone: zone)
                #expect(await history.log.regroup(history.reader.calendar) == (index > 0))
                if index == 0 { await history.store(records) }
                var roller = history.roller()
                _ = try await roller.rollUp()
                if zone == "Asia/Kolkata" { contents.append(try history.everything(meter)) }
                await history.log.stop()
            }
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0].rows.contains { $0.period.resolution == .day })
    }

    @Test func `in another zone what the quarter-hours reach back to in part only stays as it was`()
        async throws
    {
        let folder = try TemporaryFolder()
        let records = (0..<3_840).map { (index: Int64) -> TelegramRecord in
            .small(
                meter, UInt32(index) + 1, at: start.plus(index * 900),
                [("energy_import_kwh", 1_000 + index)])
        }
        let history = try await TestedHistory(folder.path, now: start.plus(50 * 86_400))
        await history.log.regroup(history.reader.calendar)
        await history.store(records)
        var roller = history.roller()
        _ = try await roller.rollUp()
        await history.log.prune(
            RowRetention(quarterHours: .seconds(20 * 86_400)), history.reader.calendar)
        let reach = try #require(try history.reader.reach(meter, .quarterHour))
        let before = try history.everything(meter).rows
        await history.log.stop()
        let moved = try await TestedHistory(
            folder.path, now: start.plus(50 * 86_400), zone: "Asia/Kolkata")
        #expect(await moved.log.regroup(moved.reader.calendar))
        let after = try moved.everything(meter).rows
        for resolution in [Resolution.hour, .day, .month] {
            let old = before.filter {
                $0.period.resolution == resolution && $0.period.start < reach.start
            }
            #expect(!old.isEmpty)
            let new = after.filter {
                $0.period.resolution == resolution && $0.period.start < reach.start
                    && $0.telegrams > 0
            }
            #expect(new == old)
        }
        let calendar = moved.reader.calendar
        let days = after.filter { $0.period.resolution == .day && reach.start < $0.period.start }
        #expect(days.allSatisfy { $0.period == calendar.period(.day, at: $0.period.start) })
        #expect(days.count == 20)
        #expect(days.dropLast().allSatisfy { $0.telegrams == 96 })
        await moved.log.stop()
    }

    @Test func `minutes go after their time, but none that a quarter-hour in progress is made of`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(20_000))
        await history.store(telegrams(0..<1_000))
        var roller = history.roller()
        _ = try await roller.rollUp()
        let calendar = history.reader.calendar
        let last = start.plus(9_990)
        await history.log.prune(RowRetention(minutes: .seconds(3_600)), calendar)
        let reach = try #require(try history.reader.reach(meter, .minute))
        #expect(reach.start == UTCTime(seconds: (last.seconds - 3_600) / 60 * 60))
        let quarter = calendar.period(.quarterHour, holding: last)
        let before = try history.reader.row(meter, .quarterHour, at: quarter.start)
        await history.log.prune(RowRetention(minutes: .zero, quarterHours: .zero), calendar)
        #expect(try history.reader.reach(meter, .minute)?.start == quarter.start)
        #expect(try history.reader.row(meter, .quarterHour, at: quarter.start) == before)
        await history.log.stop()
    }

    @Test func `samples of a sensor and events are kept in the same history`() async throws {
        let folder = try TemporaryFolder()
        let tank = try MeterID.named("tank")
        let history = try await TestedHistory(folder.path, now: start)
        var roller = history.roller()
        for minute in 0..<120 {
            let level = Reading(name: "volume_l", value: .number(FixedPoint(Int64(minute) * 10)))
            #expect(
                try await roller.add(
                    [(tank, [level], start.plus(Int64(minute) * 60))],
                    events: [
                        RecordedEvent(
                            meter: tank, time: start.plus(Int64(minute)), kind: "meter_online",
                            facts: "{}")
                    ]))
        }
        let hour = try #require(
            try history.reader.row(tank, .hour, at: start))
        #expect(hour.sample("volume_l")?.maximum == FixedPoint(600))
        #expect(hour.sample("volume_l")?.gain == FixedPoint(600))
        #expect(hour.sample("volume_l")?.count == 60)
        #expect(
            try history.reader.events(tank, limit: 3).map(\.time.seconds)
                == [119, 118, 117].map { start.plus($0).seconds })
        #expect(try history.reader.sealed(tank).isEmpty)
        await history.log.stop()
    }

    @Test func `of each meter the latest thousand events stay`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        var roller = history.roller()
        let other = try MeterID.named("flat-2")
        func event(_ meter: MeterID, _ second: Int64) -> RecordedEvent {
            RecordedEvent(meter: meter, time: start.plus(second), kind: "replay", facts: "{}")
        }
        #expect(try await roller.add([], events: [event(other, 0)]))
        #expect(try await roller.add([], events: (0..<1_200).map { event(meter, $0) }))
        let events = try history.reader.events(meter, limit: 5_000)
        #expect(events.count == 1_000)
        #expect(events.last?.time == start.plus(200))
        #expect(try history.reader.events(other).count == 1)
        #expect(try history.reader.events(limit: 5_000).count == 1_001)
        await history.log.stop()
    }
}
