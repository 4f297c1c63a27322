// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// A database of the version before, which kept a title with its stream only.
@Suite(.serialized) struct OlderVersionTests {
    private static let title = "534147677001BD55"
    private static let backup = "telegrams.before-migration.db"

    @Test(
        .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"),
        arguments: [true, false])
    func
        `W14 D2 D11 on a read-only disk it is read as it is, and brought up to date once that can be written`(
            hasLog: Bool
        ) async throws
    {
        let disk = try LoopDisk(megabytes: 16)
        let clock = try await Self.leave(in: disk.path, hasLog: hasLog)
        let before = try FileManager.default.contentsOfDirectory(atPath: disk.path)
        try disk.remount(readOnly: true)
        let tested = await TestedLog(disk.path, clock: clock)
        #expect(tested.log.snapshot().state.word == "disk_readonly")
        try await expectBacklog(tested)
        let reader = SeriesReader(
            directory: disk.path, calendar: try #require(PeriodCalendar("Europe/Luxembourg")))
        #expect(throws: SeriesError.olderSchema) { try reader.events() }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted()
                == before.sorted())

        try disk.remount(readOnly: false)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(await tested.number("PRAGMA user_version") == Int64(LogSchema.version))
        try await tested.store([23])
        #expect(try await tested.publish().last == 23)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 23)
        #expect(try tested.account().missed == 1)
        #expect(try reader.events().isEmpty)
        await tested.log.stop()
        let copy = try DatabaseQueue(path: disk.path + "/" + Self.backup)
        #expect(try await copy.read { try $0.number("PRAGMA user_version") } == 2)
        #expect(try await copy.read { try $0.number("SELECT count(*) FROM telegram") } == 21)
    }

    @Test(arguments: [true, false])
    func `W14 D11 floors, accounts and telegrams are read from it where nothing can be written`(
        hasLog: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.leave(in: folder.path, hasLog: hasLog)
        let names = folder.names
        let files = StoreFiles(directory: folder.path)
        let reading = try #require(LogReading(files))
        let contents = try reading.access(LogContents.init)
        #expect(contents.streams.map(\.account.last) == [20, 1])
        #expect(contents.streams.map(\.account.stored) == [20, 1])
        let stream = try #require(contents.streams.last)
        let telegrams = try reading.access { try $0.telegrams(of: stream, above: -1, limit: 9) }
        #expect(telegrams.map(\.record.origin) == [.unverified(title: Self.title, frameCounter: 7)])
        reading.close()
        #expect(folder.names.sorted() == names.sorted())
    }

    @Test(arguments: [true, false])
    func `D3 D11 what can be read of it is saved where it is damaged, and the service goes on`(
        isWrongFigure: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = try await Self.leave(in: folder.path, hasLog: false, count: 300)
        let path = folder.path + "/telegrams.db"
        if isWrongFigure {
            // Found only when it has been brought up to date.
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "UPDATE cursor SET position = -7") }
            try queue.close()
        } else {
            let size = try #require(FileManager.default.contents(atPath: path)?.count)
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.seek(toOffset: UInt64(size / 2 / 1_024 * 1_024))
            try file.write(contentsOf: Data(repeating: 0xFF, count: 1_024))
            try file.close()
        }
        let tested = await TestedLog(folder.path, clock: clock)
        #expect(tested.log.snapshot().state.word == "db_replaced")
        #expect(await tested.log.replayFloors().values.sorted() == [300])
        #expect(await tested.number("PRAGMA user_version") == Int64(LogSchema.version))
        let saved = try #require(await tested.number("SELECT count(*) FROM telegram"))
        #expect(isWrongFigure ? saved == 301 : saved > 200)
        // `stored` goes on counting what was lost.
        #expect(try tested.account().stored == 300)
        try await tested.store([300, 301])
        #expect(tested.repeated == 1)
        let given = try await tested.take()
        let own = given.filter { $0.record.origin.epoch != nil }.counters
        #expect(own == own.sorted())
        #expect(own.last == 301)
        #expect(
            given.map(\.record.origin).contains(.unverified(title: Self.title, frameCounter: 7)))
        // No half of a copy is left behind.
        #expect(folder.names.contains(Self.backup) == isWrongFigure)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.stop()
    }

    private func expectBacklog(_ tested: TestedLog) async throws {
        #expect(!tested.log.snapshot().state.isStoring)
        #expect(Array(await tested.log.replayFloors().values) == [20])
        #expect(try tested.account().stored == 20)
        #expect(tested.log.backlog("broker").count == 16)
        try await tested.store([22])
        let given = try await tested.take()
        #expect(given.counters == Array(6...20) + [7, 22])
        #expect(given.map(\.isFromEarlierRun) == Array(repeating: true, count: 16) + [false])
        #expect(given[15].record.origin == .unverified(title: Self.title, frameCounter: 7))
        tested.log.acknowledge("broker", given.map(\.token))
    }

    /// Leaves a database of the second version as a killed process does, of which five telegrams are
    /// published; the last telegram is one that nothing proves.
    private static func leave(in path: String, hasLog: Bool, count: UInt32 = 20) async throws
        -> ManualClock
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...count)
        _ = try await tested.publish(5)
        tested.log.append(
            TelegramRecord(
                meter: try #require(MeterID("flat-2")),
                origin: .unverified(title: title, frameCounter: 7), checksum: .valid,
                isEncrypted: true, meterTime: nil, received: tested.clock.now,
                body: Array("/Lux5".utf8)))
        await tested.settle()
        tested.clock.advance(61)
        await tested.log.tick()
        await tested.execute(
            """
            UPDATE epoch SET title = '\(title)' WHERE fingerprint IS NULL;
            ALTER TABLE telegram DROP COLUMN title;
            DELETE FROM grdb_migrations WHERE identifier = '3 titles'; PRAGMA user_version = 2;
            """)
        if !hasLog { await tested.kill() }
        for name in ["telegrams.db", "telegrams.db-wal"] where folder.names.contains(name) {
            let bytes = try #require(FileManager.default.contents(atPath: folder.path + "/" + name))
            try OwnedFile.make(path + "/" + name, bytes)
        }
        #expect(FileManager.default.fileExists(atPath: path + "/telegrams.db-wal") == hasLog)
        if hasLog { await tested.kill() }
        return tested.clock
    }
}
