// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct StoreFaultTests {
    @Test func `D1 on a full disk published telegrams make room and the state says so`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...400)
        _ = try await tested.publish(300)
        await tested.execute("PRAGMA max_page_count = 1")
        try await tested.store(401...500)
        let snapshot = tested.log.snapshot()
        #expect(snapshot.state.word == "disk_full")
        #expect(snapshot.state.isStoring)
        #expect(snapshot.droppedUnpublished == 0)
        #expect(!folder.names.contains("ballast"))
        await tested.execute("PRAGMA max_page_count = 1000000")
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(folder.names.contains("ballast"))
        #expect(try await tested.publish() == Array(301...500))
        #expect(try tested.account().stored == 500)
        await tested.log.stop()
    }

    @Test func `D1 with nothing published the oldest go and are counted`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...600)
        await tested.execute("PRAGMA max_page_count = 1")
        try await tested.store(601...620)
        #expect(tested.log.snapshot().droppedUnpublished == 500)
        #expect(try await tested.publish() == Array(501...620))
        #expect(try tested.account().stored == 620)
        await tested.log.stop()
    }

    @Test
    func `D15 without a folder telegrams are published from memory and stored once there is one`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/state"
        let tested = await TestedLog(path) { $0.ringLimit = 10 }
        #expect(tested.log.snapshot().state.word == "no_storage")
        try await tested.store(1...14)
        let meter = try #require(MeterID("flat-1"))
        #expect(tested.events.contains(.kept(meter)))
        #expect(tested.log.snapshot().dropped == 4)
        #expect(try await tested.publish(6) == Array(5...10))
        let held = try await tested.take(2)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "no_storage")
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(await tested.number("SELECT count(*) FROM telegram") == 10)
        tested.log.acknowledge("broker", held.map(\.token))
        #expect(try await tested.publish() == [13, 14])
        #expect(tested.log.backlog("broker").count == 0)
        await tested.log.stop()
    }

    @Test
    func
        `D15 a folder that vanishes is noticed, and rows, accounts and cursors go on in a new one`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...20)
        _ = try await tested.publish(15)
        for name in folder.names {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        await tested.log.tick()
        try await tested.store(21...22)
        #expect(tested.log.snapshot().state.word == "ok")
        let account = try tested.account()
        #expect(account.stored == 22)
        #expect(account.missed == 0)
        #expect(try await tested.take().counters == [21, 22])
        await tested.log.stop()
    }

    @Test func `D10 a newer schema is left alone and telegrams go on from memory`() async throws {
        let folder = try TemporaryFolder()
        var newer = LogSchema.migrator
        newer.registerMigration("2 from the future") {
            try $0.execute(
                sql: "CREATE TABLE future(x); PRAGMA user_version = \(LogSchema.version + 1)")
        }
        let future = await TestedLog(folder.path, migrator: newer)
        try await future.store(1...3)
        await future.log.stop()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/telegrams.db"))
        let tested = await TestedLog(folder.path)
        #expect(tested.log.snapshot().state.word == "db_newer")
        try await tested.store(4...5)
        #expect(try await tested.publish() == [4, 5])
        await tested.log.stop()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/telegrams.db")) == before)
    }

    @Test func `D11 a migration that fails changes nothing and leaves a backup`() async throws {
        struct Interrupted: Error {}
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...50)
        await tested.log.stop()
        var broken = LogSchema.migrator
        broken.registerMigration("2 half") { db in
            try db.execute(sql: "ALTER TABLE telegram ADD COLUMN extra; DELETE FROM telegram")
            throw Interrupted()
        }
        let failing = await TestedLog(folder.path, migrator: broken)
        #expect(failing.log.snapshot().state.isStoring == false)
        await failing.log.stop()
        let again = await TestedLog(folder.path)
        #expect(again.log.backlog("broker").count == 50)
        await again.log.stop()
        let backup = try DatabaseQueue(path: folder.path + "/telegrams.before-migration.db")
        #expect(try await backup.read { try $0.number("SELECT count(*) FROM telegram") } == 50)
    }

    /// Somebody else who reads the file.
    private static func reader(_ folder: TemporaryFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(
            path: folder.path + "/telegrams.db", configuration: configuration)
    }

    @Test func `D8 the write-ahead log stays small beside a reader, and is emptied once a day`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...5)
        let reader = try Self.reader(folder)
        #expect(try await reader.read { try $0.number("SELECT count(*) FROM telegram") } == 5)
        try await tested.store(6...3_000)
        await tested.log.tick()
        #expect(tested.log.snapshot().walBytes < 5 << 20)
        try reader.close()
        tested.clock.advance(86_401)
        await tested.log.tick()
        #expect(tested.log.snapshot().walBytes == 0)
        await tested.log.stop()
    }

    @Test func `D9 readers of the file can neither write nor move the write-ahead log`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...5)
        let reader = try Self.reader(folder)
        #expect(throws: DatabaseError.self) {
            try reader.inDatabase { try $0.execute(sql: "DELETE FROM telegram") }
        }
        let before = StoreFiles.status(folder.path + "/telegrams.db-wal")?.bytes
        try reader.close()
        #expect(StoreFiles.status(folder.path + "/telegrams.db-wal")?.bytes == before)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 5)
        await tested.log.stop()
    }

    @Test
    func
        `D12 Goal G21 telegrams stored while the clock said 1970 keep their order and are not old`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let real = clock.now
        let tested = await TestedLog(folder.path, clock: clock)
        for counter in UInt32(1)...5 {
            var record = try TelegramRecord.telegram(
                "flat-1", counter, at: UTCTime(seconds: Int64(counter)))
            record.meterTime = real
            tested.log.append(record)
        }
        await tested.settle()
        try await tested.store(6...10)
        #expect(try await tested.publish() == Array(1...10))
        clock.advance(86_400)
        try await tested.store(11...12)
        await tested.log.tick()
        #expect(await tested.number("SELECT count(*) FROM telegram") == 12)
        await tested.log.stop()
    }

    @Test func `D13 Goal G21 a calendar that steps by years removes nothing and stops no timer`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let tested = await TestedLog(folder.path, clock: clock)
        try await tested.store(1...10)
        _ = try await tested.publish()
        for years in [10, -10, 40] as [Int64] {
            clock.step(to: UTCTime(seconds: 1_770_000_000 + years * 31_557_600))
            clock.advance(700)
            await tested.log.tick()
        }
        #expect(await tested.number("SELECT count(*) FROM telegram") == 10)
        #expect(await tested.number("SELECT max(position) FROM cursor") == 10)
        await tested.log.stop()
    }

    @Test func `D15 what was published from memory is not counted as dropped when it has to go`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path + "/none") { $0.ringLimit = 10 }
        try await tested.store(1...10)
        #expect(try await tested.publish() == Array(1...10))
        try await tested.store(11...17)
        #expect(tested.log.snapshot().dropped == 0)
        try await tested.store(18...22)
        #expect(tested.log.snapshot().dropped == 2, "11 and 12 were given to nobody")
        await tested.log.stop()
    }

    @Test func `D15 without a folder a gap and a new key are told at once, and once`() async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/state"
        let tested = await TestedLog(path)
        try await tested.store([1, 2, 6])
        try await tested.store([1], key: "11112222")
        func gaps() -> [ClosedRange<UInt32>] {
            tested.events.compactMap { if case .gap(let gap) = $0 { gap.counters } else { nil } }
        }
        func changes() -> [EpochChange] {
            tested.events.compactMap { if case .epochChanged(let it) = $0 { it } else { nil } }
        }
        #expect(gaps() == [3...5])
        #expect(changes().map(\.to.keyFingerprint) == ["11112222"])
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(await tested.number("SELECT count(*) FROM telegram") == 4)
        try await tested.store([3], key: "11112222")
        #expect(gaps() == [3...5, 2...2])
        #expect(changes().count == 1)
        await tested.log.stop()
    }

    @Test
    func `D17 a history that stands still holds telegrams back for twice the retention, no longer`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.retention = .seconds(3_600) }
        await tested.execute("INSERT INTO rolled_up(id, position) VALUES(1, 10)")
        try await tested.store(1...100)
        let first = tested.clock.now
        #expect(try await tested.publish().count == 100)
        tested.clock.advance(5_000)
        try await tested.store(101...150)
        #expect(try await tested.publish().count == 50)
        tested.clock.advance(601)
        await tested.log.tick()
        // Those that were rolled up are gone; the rest waits.
        #expect(await tested.number("SELECT min(id) FROM telegram") == 11)
        #expect(tested.log.snapshot().unrolled == Backlog(count: 140, oldest: first))
        tested.clock.advance(2_400)
        try await tested.store(151...151)
        #expect(try await tested.publish().count == 1)
        await tested.log.tick()
        #expect(await tested.number("SELECT min(id) FROM telegram") == 101)
        #expect(tested.log.snapshot().droppedUnrolled == 90)
        #expect(await tested.number("SELECT count(*) FROM event WHERE kind = 'history_late'") == 1)
        #expect(tested.log.snapshot().unrolled?.count == 51)
        await tested.execute("UPDATE rolled_up SET position = 151")
        await tested.log.tick()
        #expect(tested.log.snapshot().unrolled == nil)
        #expect(try tested.account().missed == 0)
        await tested.log.stop()
    }

    @Test func `D17 what a sink has not taken outlives its retention`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path, sinks: ["broker", "archive"])
        try await tested.store(1...10)
        _ = try await tested.publish()
        _ = try await tested.publish(4, sink: "archive")
        tested.clock.advance(8 * 86_400)
        try await tested.store(11...11)
        await tested.log.tick()
        #expect(await tested.number("SELECT min(counter) FROM telegram") == 5)
        #expect(try await tested.publish(sink: "archive") == Array(5...11))
        tested.clock.advance(700)
        await tested.log.tick()
        #expect(await tested.number("SELECT count(*) FROM telegram") == 1)
        #expect(try tested.account().stored == 11)
        await tested.log.stop()
    }

    @Test func `D17 a log that grew faster than a ration is brought down with the next ticks`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.retention = .seconds(3_600) }
        try await tested.store(1...2_500)
        _ = try await tested.publish(2_500)
        tested.clock.advance(7_200)
        try await tested.store(2_501...2_501)
        var left: [Int64?] = []
        for _ in 0..<3 {
            await tested.log.tick()
            left.append(await tested.number("SELECT count(*) FROM telegram"))
        }
        #expect(left == [1_501, 501, 1])
        await tested.log.stop()
    }

    @Test func `D5 an unclean end is told at the next start, a clean one is not`() async throws {
        let folder = try TemporaryFolder()
        let first = await TestedLog(folder.path)
        try await first.store(1...3)
        await first.kill()
        let second = await TestedLog(folder.path)
        #expect(second.events.contains(.uncleanStart))
        await second.log.stop()
        let third = await TestedLog(folder.path)
        #expect(!third.events.contains(.uncleanStart))
        await third.log.stop()
    }
}
