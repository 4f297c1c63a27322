// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct StoringTests {
    @Test func `a telegram comes back as it was stored`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let sent = [
            try TelegramRecord.telegram("flat-1", 7, at: tested.clock.now, size: 5_000),
            try TelegramRecord.clear("flat-2", size: 300, at: tested.clock.now),
            TelegramRecord(
                meter: try #require(MeterID("flat-3")),
                origin: .unverified(title: "534147677001BD54", frameCounter: .max),
                checksum: .wrong, isEncrypted: true,
                meterTime: UTCTime(milliseconds: -5),
                received: UTCTime(milliseconds: 1_770_000_000_123),
                registers: EnergyRegisters(energyImport: FixedPoint(.max, decimals: 18)), body: []),
        ]
        for record in sent { tested.log.append(record) }
        await tested.settle()
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        #expect(try await again.take().map(\.record) == sent)
        #expect(again.log.snapshot().state.word == "ok")
        await again.log.stop()
    }

    @Test func `W14 a replayed frame is refused after a restart`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(100...120)
        await tested.kill()
        let again = await TestedLog(folder.path)
        let epoch = try #require(
            try TelegramRecord.telegram("flat-1", 0, at: again.clock.now).origin.epoch)
        #expect(await again.log.replayFloors()[epoch] == 120)
        try await again.store([120, 5, 100, 121, 121])
        #expect(await again.number("SELECT count(*) FROM telegram") == 22)
        #expect(again.repeated == 4)
        #expect(try again.account().stored == 22)
        await again.log.stop()
    }

    @Test func `clear telegrams are counted by a sequence and have no floor`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        for size in [10, 10, 20] {
            tested.log.append(try .clear("flat-1", size: size, at: tested.clock.now))
        }
        await tested.settle()
        await tested.kill()
        let again = await TestedLog(folder.path)
        again.log.append(try .clear("flat-1", size: 30, at: again.clock.now))
        await again.settle()
        #expect(try await again.publish() == [10, 10, 20, 30])
        #expect(await again.log.replayFloors().isEmpty)
        let account = try again.account()
        #expect(account.stored == 4)
        #expect(account.missed == nil)
        await again.log.stop()
    }

    @Test func `a new key begins a new epoch and the old floor stays`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(500...510)
        try await tested.store(1...3, key: "11112222")
        try await tested.store([505, 511])
        #expect(tested.repeated == 1)
        let accounts = await tested.log.accounts(try #require(MeterID("flat-1")))
        #expect(accounts.map(\.stored) == [12, 3])
        #expect(accounts.map(\.last) == [511, 3])
        #expect(try await tested.publish() == Array(500...510) + [1, 2, 3, 511])
        await tested.log.stop()
    }

    @Test func `W11 W18 a new key and another meter are told once, also across a restart`()
        async throws
    {
        let folder = try TemporaryFolder()
        let first = await TestedLog(folder.path)
        try await first.store(500...503)
        await first.log.stop()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...3, key: "11112222")
        let other = EpochID(title: "5341476770000001", keyFingerprint: "11112222")
        var record = try TelegramRecord.telegram("flat-1", 9, at: tested.clock.now)
        let old = try #require(record.origin.epoch)
        record.origin = .verified(other, frameCounter: 9)
        tested.log.append(record)
        await tested.settle()
        let changes = tested.events.compactMap { event -> EpochChange? in
            if case .epochChanged(let change) = event { change } else { nil }
        }
        let renewed = EpochID(title: old.title, keyFingerprint: "11112222")
        #expect(changes.map(\.from) == [old, renewed])
        #expect(changes.map(\.to) == [renewed, other])
        #expect(changes.map(\.isSameMeter) == [true, false])
        await tested.log.stop()
    }

    @Test func `W14 in gentle a replayed frame is refused although a kill took the telegrams`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.durability = .gentle }
        try await tested.store(100...120)
        tested.clock.advance(61)
        await tested.log.tick()
        try await tested.store(121...130)
        await tested.kill()
        let again = await TestedLog(folder.path) { $0.durability = .gentle }
        #expect(await again.number("SELECT max(counter) FROM telegram") == 120)
        #expect(await again.log.replayFloors().values.sorted() == [130])
        try await again.store([125, 130, 131])
        await again.log.stop()
        let after = await TestedLog(folder.path)
        #expect(await after.number("SELECT max(counter) FROM telegram") == 131)
        #expect(try after.account().missedWhileOff == 10)
        #expect(try after.account().stored == 22)
        await after.log.stop()
    }

    @Test func `an operator lets the counter fall back, across a restart`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(500...510)
        await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        await tested.kill()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().isEmpty)
        try await again.store([3, 4, 4])
        #expect(try again.account().stored == 2)
        #expect(try await again.publish().count == 13)
        await again.log.stop()
    }

    @Test func `W15 D3 a floor of which only the side file knows falls by order, for good`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(500...510)
        await tested.log.stop()
        try FileManager.default.removeItem(atPath: folder.path + "/telegrams.db")
        let lost = await TestedLog(folder.path)
        let meter = try #require(MeterID("flat-1"))
        try await lost.store([3])
        #expect(lost.events.contains(.repeated(meter, frameCounter: 3)))
        #expect(await lost.log.acceptCounter(meter) == .nothingKnown)
        let heard = try TelegramRecord.telegram("flat-1", 3, at: lost.clock.now).origin.epoch
        #expect(await lost.log.acceptCounter(meter, heard: heard) == .written)
        #expect(await lost.log.replayFloors().isEmpty)
        await lost.kill()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().isEmpty)
        try await again.store([3, 4])
        #expect(try again.account().stored == 2)
        await again.log.stop()
    }

    @Test
    func `W14 an order to begin anew that is given without a store is written once there is one`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.ringLimit = 3 }
        try await tested.store(500...510)
        await tested.log.perform { $0.doWithout(StoreFailure(.ioError)) }
        try await tested.store([511])
        await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        #expect(await tested.log.replayFloors().isEmpty)
        // The first of them, and with it the one before the order, do not fit into the ring.
        try await tested.store([3, 4, 5, 6])
        #expect(await tested.log.replayFloors().values.sorted() == [6])
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.repeated == 0)
        #expect(try tested.account().stored == 3)
        #expect(await tested.log.replayFloors().values.sorted() == [6])
        await tested.log.perform { $0.doWithout(StoreFailure(.ioError)) }
        await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(await tested.log.replayFloors().isEmpty)
        await tested.kill()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().isEmpty)
        try await again.store([2])
        #expect(try await again.publish() == Array(500...510) + [4, 5, 6, 2])
        await again.log.stop()
    }

    @Test func `W14 in gentle an order to begin anew stands behind the telegrams of its minute`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.durability = .gentle }
        try await tested.store(500...503)
        await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        try await tested.store([3, 4])
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().values.sorted() == [4])
        #expect(try await again.publish() == Array(500...503) + [3, 4])
        await again.log.stop()
    }

    @Test func `a full queue drops the oldest and counts it, and the gap says so`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.queueLimit = 10 }
        try await tested.store([1])
        let log = tested.log
        let records = try (2...31).map {
            try TelegramRecord.telegram("flat-1", $0, at: tested.clock.now)
        }
        // The writer is busy with this very closure while they arrive.
        await log.perform { _ in
            for record in records { log.append(record) }
        }
        await tested.settle()
        #expect(log.snapshot().dropped == 20)
        let gaps = await log.gaps(try #require(MeterID("flat-1")))
        #expect(gaps.map(\.cause) == [.notStored])
        #expect(gaps.first?.counters == 2...21)
        await log.stop()
    }
}
