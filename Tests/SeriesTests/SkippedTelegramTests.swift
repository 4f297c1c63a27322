// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// Rows of the log that the roll-up cannot read.
@Suite struct SkippedTelegramTests {
    @Test func `D3 a roll-up passes a whole page that belongs to no known meter, and damaged rows`()
        async throws
    {
        let folder = try TemporaryFolder()
        let meter = try MeterID.named("flat-1")
        let start = try #require(UTCTime("2026-01-30T09:00:00Z"))
        let history = try await TestedHistory(folder.path, now: start.plus(20_000))
        await history.store(
            (1...700).map { counter in
                .small(
                    meter, counter, at: start.plus(Int64(counter) * 10),
                    [("energy_import_kwh", Int64(counter))])
            })
        await history.execute("UPDATE telegram SET epoch = 99 WHERE id BETWEEN 101 AND 400")
        await history.execute("UPDATE telegram SET flags = 'none' WHERE id = 450")
        await history.execute("UPDATE telegram SET rx_time = 'never' WHERE id IN (50, 650)")
        var roller = history.roller()
        #expect(try await roller.rollUp() == 397)
        #expect(await history.number("SELECT position FROM rolled_up") == 700)
        let hour = try #require(try history.reader.row(meter, .hour, at: start))
        #expect(hour.register("energy_import_kwh")?.difference == .wattHours(99))
        let silences = try history.reader.gaps(meter, from: start, to: start.plus(20_000))
        #expect(silences.map(\.from) == [start.plus(1_000)])
        #expect(silences.map(\.to) == [start.plus(4_010)])
        await history.store([
            .small(meter, 701, at: start.plus(7_010), [("energy_import_kwh", 701)])
        ])
        #expect(try await roller.rollUp() == 1)
        #expect(roller.skipped == 303)
        await history.log.stop()
    }
}
