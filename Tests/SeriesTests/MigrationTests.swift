// SPDX-License-Identifier: Apache-2.0
import GRDB
import Logging
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct MigrationTests {
    @Test func `D11 a database of the first version keeps its telegrams, which are rolled up then`()
        async throws
    {
        let folder = try TemporaryFolder()
        let start = try #require(UTCTime("2026-01-30T09:00:00Z"))
        let meter = try MeterID.named("flat-1")
        // The first version as it was: the present one without what it lacked.
        let before = try await TestedHistory(folder.path, now: start)
        await before.store(
            (1...400).map { counter in
                .small(
                    meter, counter, at: start.plus(Int64(counter) * 10),
                    [("energy_import_kwh", Int64(counter))])
            })
        for table in [
            "series_meter", "quantity", "series", "missing", "equipment", "event", "sealed",
            "rolled_up",
        ] { await before.execute("DROP TABLE \(table)") }
        await before.execute(
            """
            ALTER TABLE telegram DROP COLUMN title;
            DELETE FROM grdb_migrations WHERE identifier IN ('2 series', '3 titles');
            PRAGMA user_version = 1;
            """)
        await before.log.stop()
        let reader = SeriesReader(directory: folder.path, calendar: try .luxembourg())
        #expect(throws: SeriesError.olderSchema) { try reader.meters() }
        let after = try await TestedHistory(folder.path, now: start)
        #expect(after.log.snapshot().state.word == "ok")
        var roller = after.roller()
        #expect(try await roller.rollUp() == 400)
        let hour = try #require(try after.reader.row(meter, .hour, at: start))
        #expect(hour.register("energy_import_kwh")?.difference == .wattHours(359))
        await after.log.stop()
        let backup = try DatabaseQueue(path: folder.path + "/telegrams.before-migration.db")
        #expect(try await backup.read { try $0.number("SELECT count(*) FROM telegram") } == 400)
    }
}
