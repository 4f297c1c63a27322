// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

/// Titles that nothing proves.
@Suite struct UnverifiedTitleTests {
    @Test func `unverified telegrams of ever new titles share a stream, and each keeps its title`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let sent = try (1...300).map { try record($0, at: tested.clock.now) }
        for record in sent { tested.log.append(record) }
        tested.log.append(try .clear("flat-1", size: 20, at: tested.clock.now))
        await tested.settle()
        #expect(await tested.number("SELECT count(*) FROM epoch") == 1)
        await tested.kill()
        let again = await TestedLog(folder.path)
        let taken = try await again.take().map(\.record)
        #expect(Array(taken.prefix(300)) == sent)
        #expect(taken.last?.origin == .clear)
        #expect(try again.account().stored == 301)
        #expect(try again.account().missed == nil)
        await again.log.stop()
    }

    @Test func `titles that an older version kept a stream for each go with their telegrams`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let old = await TestedLog(folder.path, clock: clock)
        old.log.append(try record(0, at: clock.now))
        await old.settle()
        try await old.store([7])
        // The second version as it was: a stream for each title, and none in the row.
        for number in 1...20 {
            await old.execute(
                """
                INSERT INTO epoch VALUES(\(number + 2), 'flat-1', '\(Self.title(number))', NULL, 0, NULL, NULL, 0, 0, 0);
                INSERT INTO telegram VALUES(\(number + 2), \(number + 2), 1, NULL,
                    \(clock.now.milliseconds), 6, \(number), NULL, NULL, x'2F', NULL);
                """)
        }
        await old.execute(
            """
            UPDATE epoch SET title = '\(Self.title(0))' WHERE id = 1;
            ALTER TABLE telegram DROP COLUMN title;
            DELETE FROM grdb_migrations WHERE identifier = '3 titles'; PRAGMA user_version = 2;
            """)
        await old.log.stop()
        let tested = await TestedLog(folder.path, clock: clock) { $0.retention = .seconds(3_600) }
        #expect(tested.log.snapshot().state.word == "ok")
        tested.log.append(try record(99, at: clock.now))
        await tested.settle()
        let taken = try await tested.take()
        #expect(
            taken.map(\.record.origin).filter { $0.epoch == nil }.map(\.title)
                == ([0] + Array(1...20) + [99]).map(Self.title))
        tested.log.acknowledge("broker", taken.map(\.token))
        clock.advance(7_200)
        tested.log.append(try record(100, at: clock.now))
        try await tested.store([8])
        _ = try await tested.publish()
        await tested.log.tick()
        await tested.log.perform { $0.prune() }
        #expect(await tested.number("SELECT count(*) FROM telegram") == 2)
        await tested.log.stop()
        let again = await TestedLog(folder.path, clock: clock)
        #expect(await again.number("SELECT count(*) FROM epoch") == 2)
        #expect(await again.number("SELECT count(DISTINCT epoch) FROM cursor") == 2)
        #expect(await again.log.replayFloors().values.sorted() == [8])
        await again.log.stop()
    }

    /// A telegram with a title and a counter of its own.
    private func record(_ number: Int, at time: UTCTime) throws -> TelegramRecord {
        TelegramRecord(
            meter: try #require(MeterID("flat-1")),
            origin: .unverified(
                title: Self.title(number), frameCounter: UInt32(number)),
            checksum: .valid, isEncrypted: false, meterTime: time, received: time,
            body: Array("/Lux5 \(number)".utf8))
    }

    private static func title(_ number: Int) -> String {
        String(0x5341_4700_0000_0000 + number, radix: 16, uppercase: true)
    }
}
