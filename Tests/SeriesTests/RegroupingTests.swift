// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// Another zone while the clock is back from where rows are written already.
@Suite struct RegroupingTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-04-08T09:00:05Z"))
    }

    /// A telegram every five minutes, a watt-hour each, by a clock that `ahead` puts wrong for a while.
    private func telegrams(_ range: Range<Int64>, ahead: Int64 = 0) -> [TelegramRecord] {
        range.map { index in
            .small(
                meter, UInt32(index + 1), at: start.plus(index * 300 + ahead),
                [("energy_import_kwh", 1_000 + index)])
        }
    }

    private func expect(_ count: Int64, in history: TestedHistory, sums: Bool) throws {
        let contents = try history.everything(meter)
        for resolution in Resolution.allCases {
            let rows = contents.rows.filter { $0.period.resolution == resolution }
            let beside = contents.gaps.filter { $0.isBeside(resolution, history.reader.calendar) }
            let sum =
                rows.reduce(0) { $0 + ($1.register("energy_import_kwh")?.difference.mantissa ?? 0) }
                + beside.reduce(0) { $0 + ($1.amounts["energy_import_kwh"]?.mantissa ?? 0) }
            #expect(rows.reduce(0) { $0 + $1.telegrams } == Int(count), "\(resolution)")
            if sums { #expect(sum == count - 1, "\(resolution)") }
        }
    }

    /// How far the clock is ahead for twelve hours, and how many telegrams come after that until the
    /// zone changes: within what is written, and after it in the same month, day or hour.
    @Test(arguments: [
        (3 * 86_400, 144), (90_000, 200), (90_000, 449), (90_000, 460), (90_000, 470),
    ])
    func `another zone loses no telegram of a month in which the clock fell back`(
        ahead: Int64, more: Int64
    ) async throws {
        let folder = try TemporaryFolder()
        let now = start.plus(10 * 86_400)
        let old = try await TestedHistory(folder.path, now: now)
        await old.log.regroup(old.reader.calendar)
        await old.store(telegrams(0..<144, ahead: ahead) + telegrams(144..<144 + more))
        var roller = old.roller()
        _ = try await roller.rollUp()
        try expect(144 + more, in: old, sums: true)
        await old.log.stop()
        let new = try await TestedHistory(folder.path, now: now, zone: "Asia/Kolkata")
        #expect(await new.log.regroup(new.reader.calendar))
        // Where both passes share quarter-hours, their order is not known any more.
        let isApart = ahead > 2 * 86_400
        try expect(144 + more, in: new, sums: isApart)
        await new.store(telegrams(144 + more..<800))
        roller = new.roller()
        _ = try await roller.rollUp()
        try expect(800, in: new, sums: isApart)
        await new.log.stop()
    }
}
