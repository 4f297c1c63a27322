// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// A database that is whole and cannot be written.
@Suite(.serialized) struct UnwritableTests {
    enum Obstacle: String, CaseIterable {
        case readOnly = "disk_readonly"
        case full = "disk_full"
    }

    @Test(
        .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"),
        arguments: Obstacle.allCases, [true, false])
    func
        `W14 D1 D2 floors, accounts and the backlog of a disk that takes nothing are read after a kill`(
            obstacle: Obstacle, hasLog: Bool
        ) async throws
    {
        let disk = try LoopDisk(megabytes: 16)
        let clock = try await UnwritableTests.leave(1...20, in: disk.path, hasLog: hasLog)
        if obstacle == .full { try disk.fill("other") } else { try disk.remount(readOnly: true) }
        let tested = await TestedLog(disk.path, clock: clock)
        #expect(tested.log.snapshot().state.word == obstacle.rawValue)
        #expect(!tested.log.snapshot().state.isStoring)
        #expect(Array(await tested.log.replayFloors().values) == [20])
        #expect(try tested.account().stored == 20)
        #expect(tested.log.backlog("broker").count == 15)
        try await tested.store([23])
        let given = try await tested.take()
        #expect(given.counters == Array(6...20) + [23])
        #expect(given.map(\.isFromEarlierRun) == Array(repeating: true, count: 15) + [false])
        tested.log.acknowledge("broker", given.map(\.token))

        if obstacle == .full { disk.empty() } else { try disk.remount(readOnly: false) }
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.isStoring)
        try await tested.store([24])
        #expect(try await tested.publish() == [24])
        #expect(await tested.number("SELECT count(*) FROM telegram") == 22)
        let gaps = await tested.log.gaps(try #require(MeterID("flat-1")))
        #expect(gaps.map(\.counters) == [21...22])
        #expect(gaps.map(\.cause) == [.gatewayOff])
        await tested.log.stop()
    }

    @Test(
        .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"),
        arguments: [false, true])
    func
        `W14 D2 a file system that turns read-only is read on, over a restart, until it can be written`(
            restarts: Bool
        ) async throws
    {
        let disk = try LoopDisk(megabytes: 16)
        var tested = await TestedLog(disk.path)
        try await tested.store(1...10)
        #expect(try await tested.publish(4) == [1, 2, 3, 4])
        // Opened for writing, a file keeps the whole file system from being read-only.
        await tested.log.perform { $0.doWithout(StoreFailure(.diskReadOnly)) }
        try disk.remount(readOnly: true)
        try await tested.store([11])
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "disk_readonly")
        #expect(Array(await tested.log.replayFloors().values) == [11])
        #expect(try await tested.publish(3) == [5, 6, 7])
        if restarts {
            await tested.log.stop()
            tested = await TestedLog(disk.path, clock: tested.clock)
            // What came since was in memory only, and the cursor could not be written.
            #expect(Array(await tested.log.replayFloors().values) == [10])
            #expect(tested.log.snapshot().state.word == "disk_readonly")
            try await tested.store([11])
        }
        try await tested.store([12])
        let rest = try await tested.publish()
        #expect(rest.suffix(5) == [8, 9, 10, 11, 12])
        #expect(rest.count == (restarts ? 12 : 5))
        try disk.remount(readOnly: false)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(tested.log.backlog("broker").count == 0)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 12)
        #expect(try tested.account().missed == 0)
        await tested.log.stop()
    }

    @Test(
        .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"),
        arguments: [true, false], [true, false])
    func `D2 the page reads a read-only disk, and does not keep the log from being written again`(
        hasLog: Bool, hasIndex: Bool
    )
        async throws
    {
        let disk = try LoopDisk(megabytes: 16)
        let clock = try await UnwritableTests.leave(1...20, in: disk.path, hasLog: hasLog)
        // A kill leaves the index of the write-ahead log, too.
        let index = disk.path + "/telegrams.db-shm"
        if hasIndex { try OwnedFile.make(index, Data(count: 32_768)) }
        try disk.remount(readOnly: true)
        let tested = await TestedLog(disk.path, clock: clock)
        let reader = SeriesReader(
            directory: disk.path, calendar: try #require(PeriodCalendar("Europe/Luxembourg")))
        #expect(try reader.events().isEmpty)
        try disk.remount(readOnly: false)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        try await tested.store([21])
        #expect(await tested.number("SELECT count(*) FROM telegram") == 21)
        #expect(try reader.events().isEmpty)
        await tested.log.stop()
    }

    @Test func `W14 D10 the floors of a newer version's database are taken, and only read`()
        async throws
    {
        let folder = try TemporaryFolder()
        _ = try await UnwritableTests.leave(1...20, in: folder.path, hasLog: true, isNewer: true)
        let before = folder.names
        let tested = await TestedLog(folder.path)
        #expect(tested.log.snapshot().state.word == "db_newer")
        #expect(Array(await tested.log.replayFloors().values) == [20])
        #expect(try tested.account().stored == 20)
        try await tested.store([21])
        #expect(try await tested.publish() == [21])
        await tested.log.stop()
        #expect(Set(folder.names).subtracting(before).isSubset(of: ["floors"]))
    }

    @Test func `W15 D10 an accepted counter stays so, however often a newer database is looked at`()
        async throws
    {
        let folder = try TemporaryFolder()
        _ = try await UnwritableTests.leave(1...20, in: folder.path, hasLog: true, isNewer: true)
        let tested = await TestedLog(folder.path)
        _ = await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        for counters in [[], [3]] as [[UInt32]] {
            try await tested.store(counters)
            tested.clock.advance(61)
            await tested.log.tick()
            #expect(Array(await tested.log.replayFloors().values) == counters)
        }
        await tested.log.stop()
    }

    @Test func `W14 D3 the floor of an epoch stands in the side file with its first telegram`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store([7])
        try await tested.store([300], key: "11112222")
        var file = FloorFile(path: folder.path + "/floors")
        #expect(file.read()?.values.sorted() == [7, 300])
        await tested.kill()
        let second = await TestedLog(folder.path)
        try await second.store([302], key: "11112222")
        #expect(file.read()?.values.sorted() == [7, 302])
        await second.kill()
    }

    /// Leaves a database in a folder as a killed process does, of which five telegrams are
    /// published; without a side file.
    private static func leave(
        _ counters: ClosedRange<UInt32>, in path: String, hasLog: Bool, isNewer: Bool = false
    ) async throws -> ManualClock {
        let folder = try TemporaryFolder()
        var migrator = LogSchema.migrator
        if isNewer {
            migrator.registerMigration("from the future") {
                try $0.execute(
                    sql: "CREATE TABLE future(x); PRAGMA user_version = \(LogSchema.version + 1)")
            }
        }
        let tested = await TestedLog(folder.path, migrator: migrator)
        try await tested.store(counters)
        _ = try await tested.publish(5)
        tested.clock.advance(61)
        await tested.log.tick()
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
