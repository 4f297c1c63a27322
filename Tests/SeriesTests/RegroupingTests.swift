// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// Another zone while the clock is back from where rows are written already.
@Suite struct RegroupingTests: SeriesBench {
    let meter: MeterID
    let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-04-08T09:00:05Z"))
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
        try expect(144 + more, in: old)
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
