// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct DamageTests {
    enum Damage: String, CaseIterable {
        case zeroedHeader, truncated, flippedPages, noise
    }

    @Test(arguments: Damage.allCases)
    func `D3 a database found damaged at the start is set aside and the service goes on`(
        damage: Damage
    ) async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...400)
        _ = try await tested.publish(100)
        await tested.log.stop()
        try spoil(folder.path + "/telegrams.db", damage)

        let again = await TestedLog(folder.path, clock: tested.clock)
        #expect(again.events.contains { if case .setAside = $0 { true } else { false } })
        #expect(folder.names.contains { $0.hasPrefix("telegrams.damaged-") && $0.hasSuffix(".db") })
        // The floor holds whether it could be read or comes from the side file.
        let floors = await again.log.replayFloors()
        #expect(Array(floors.values) == [400])
        try await again.store([400, 401, 402])
        #expect(again.repeated == 1)
        let saved = try #require(
            await again.number("SELECT count(*) FROM telegram WHERE counter <= 400"))
        print("D3 \(damage): \(saved) of 400 saved")
        if damage != .noise { #expect(saved > 150) }
        // What was saved and not taken before comes in order, and then the new ones.
        let given = try await again.take().counters
        #expect(given == given.sorted())
        #expect(given.suffix(2) == [401, 402])
        if saved > 0 { #expect(given.first.map { $0 > 100 } == true) }
        let account = try again.account()
        let missed = try #require(account.missed)
        #expect(account.stored + missed == UInt64(402 - (account.first ?? 0) + 1))
        #expect(again.log.snapshot().state.word == "db_replaced")
        await again.log.tick()
        #expect(again.log.snapshot().state.word == "ok")
        await again.log.stop()
    }

    @Test func `D3 damage met while running costs nothing that can be read, and order is kept`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...300)
        #expect(try await tested.publish(50).last == 50)
        _ = try await tested.take(10)
        await tested.log.perform { writer in
            // Once may be a failed read: the file is opened again. Twice is damage.
            writer.handle(StoreFailure(.replaced))
        }
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.perform { $0.handle(StoreFailure(.replaced)) }
        try await tested.store(301...310)
        #expect(tested.events.contains(.recovered(telegrams: 300)))
        #expect(await tested.number("SELECT count(*) FROM telegram") == 310)
        let rest = try await tested.take().counters
        #expect(rest == Array(61...310))
        let account = try tested.account()
        #expect(account.stored == 310)
        #expect(account.missed == 0)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.stop()
    }

    @Test func `D6 blocks that a card damages while the log runs are found within a day`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...400)
        await tested.log.perform { try? $0.database?.truncateLog() }
        try spoil(folder.path + "/telegrams.db", .flippedPages)
        // Pages in memory are not read again.
        await tested.execute("PRAGMA shrink_memory")
        tested.clock.advance(86_401)
        await tested.log.tick()
        await tested.settle()
        #expect(tested.events.contains { if case .setAside = $0 { true } else { false } })
        #expect(tested.log.snapshot().state.word == "db_replaced")
        try await tested.store(401...402)
        #expect(Array(await tested.log.replayFloors().values) == [402])
        let given = try await tested.publish()
        #expect(given == given.sorted())
        #expect(given.count > 150)
        #expect(given.suffix(2) == [401, 402])
        #expect(try tested.account().missed == 0)
        await tested.log.stop()
    }

    @Test func `D3 the latest three damaged databases are kept, named by their time`() async throws
    {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        var times: [Int64] = []
        for _ in 0..<5 {
            let tested = await TestedLog(folder.path, clock: clock)
            try await tested.store([UInt32(times.count) + 1])
            await tested.log.stop()
            clock.advance(10)
            times.append(clock.now.milliseconds)
            try spoil(folder.path + "/telegrams.db", .noise)
            let again = await TestedLog(folder.path, clock: clock)
            await again.log.stop()
        }
        let kept = folder.names.filter { $0.hasPrefix("telegrams.damaged-") }
        let expected = times.suffix(3).map { "telegrams.damaged-\($0).db" }
        #expect(kept.filter { $0.hasSuffix(".db") }.sorted() == expected)
    }

    @Test func `D3 with the database gone the floor comes from the side file`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...30)
        try await tested.store(1...7, meter: "flat-2")
        await tested.log.stop()
        for name in folder.names where name.hasPrefix("telegrams") {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().values.sorted() == [7, 30])
        #expect(again.events.contains(.floorRebuilt(epochs: 2)))
        await again.log.stop()
    }

    @Test func `a side file of which one slot is torn gives the other`() throws {
        let folder = try TemporaryFolder()
        var file = FloorFile(path: folder.path + "/floors")
        let none = file.read()
        #expect(none == nil)
        let epoch = EpochID(title: "534147677001BD54", keyFingerprint: "0badcafe")
        let written = (UInt32(1)...5).map { file.write([(epoch, $0)]) }
        #expect(written == Array(repeating: true, count: 5))
        #expect(FileManager.default.contents(atPath: file.path)?.count == 8_192)
        var other = FloorFile(path: file.path)
        let newest = other.read()
        #expect(newest == [epoch: 5])
        for (slot, expected) in [(1, UInt32(4)), (0, 5)] {
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
            bytes[slot * 4_096 + 40] ^= 1
            let torn = folder.path + "/torn"
            try bytes.write(to: URL(fileURLWithPath: torn))
            var rest = FloorFile(path: torn)
            let floors = rest.read()
            #expect(floors == [epoch: expected])
        }
    }

    @Test func `a side file keeps as many epochs as fit, those used last`() throws {
        let folder = try TemporaryFolder()
        var file = FloorFile(path: folder.path + "/floors")
        let floors = (0..<300).map {
            (EpochID(title: "\($0)", keyFingerprint: "0badcafe"), UInt32($0))
        }
        let isWritten = file.write(floors)
        #expect(isWritten)
        let read = file.read()
        #expect(read?.count == FloorFile.capacity)
        #expect(read?[floors[299].0] == 299)
    }

    private func spoil(_ path: String, _ damage: Damage) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        switch damage {
        case .zeroedHeader:
            try handle.seek(toOffset: 0)
            try handle.write(contentsOf: Data(count: 100))
        case .truncated: try handle.truncate(atOffset: size / 2 + 300)
        case .flippedPages:
            for page in [size / 3, size / 2] {
                try handle.seek(toOffset: page / 1_024 * 1_024)
                try handle.write(contentsOf: Data(repeating: 0xFF, count: 1_024))
            }
        case .noise:
            try handle.seek(toOffset: 0)
            try handle.write(
                contentsOf: Data((0..<Int(size)).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
            )
        }
    }
}
