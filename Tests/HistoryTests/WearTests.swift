// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import History
@testable import LogWriter

@Suite(.serialized, .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"))
struct WearTests {
    @Test(
        .enabled(if: LoopDisk.isCounted, "needs /sys, where the kernel says what was written"),
        arguments: [(Durability.balanced, 8_192), (.strict, 20_480), (.gentle, 8_192)])
    func `Goal G12 D7 a telegram writes no more to the medium than promised`(
        durability: Durability, limit: Int
    ) async throws {
        let disk = try LoopDisk(megabytes: 128)
        let tested = await TestedLog(disk.path) {
            $0.durability = durability
            // Old telegrams go as new ones come, as after a week.
            $0.retention = .seconds(1_800)
        }
        let before = try disk.written()
        // Five meters at ten seconds: a telegram every two.
        let telegrams = 3_000
        for index in 0..<telegrams {
            let record = try #require(
                TelegramRecord.sample(meter: index % 5, counter: UInt32(1_000 + index / 5)))
            tested.log.append(record)
            let taken = try await tested.take(5)
            tested.log.acknowledge("broker", taken.map(\.token))
            tested.clock.advance(2)
            if index % 8 == 7 { await tested.log.tick() }
        }
        await tested.settle()
        let bytes = (try disk.written() - before) / telegrams
        print("G12: \(durability): \(bytes) bytes written per telegram of 700 bytes")
        #expect(bytes <= limit)
        // With nothing to store, nothing is written.
        tested.clock.advance(120)
        await tested.log.tick()
        let idle = try disk.written()
        for _ in 0..<5_760 {
            tested.clock.advance(15)
            await tested.log.tick()
        }
        let daily = try disk.written() - idle
        print("G12: \(durability): \(daily) bytes a day otherwise")
        #expect(daily <= 1 << 20)
        await tested.log.stop()
    }

    @Test func `D1 on a disk that another program fills the log goes on and recovers`() async throws
    {
        let disk = try LoopDisk(megabytes: 64)
        let tested = await TestedLog(disk.path)
        try await tested.store(1...1_500)
        #expect(try await tested.publish(2_000).count == 1_500)
        var counter: UInt32 = 1_500
        try disk.fill("other")
        for _ in 0..<12 {
            for _ in 0..<3 {
                try await tested.store(counter + 1...counter + 200)
                counter += 200
            }
            tested.clock.advance(61)
            await tested.log.tick()
            #expect(try await tested.publish(2_000).last == counter)
        }
        let full = tested.log.snapshot()
        #expect(full.state.word == "disk_full")
        #expect(full.state.isStoring)
        #expect(full.droppedUnpublished == 0)
        #expect(full.dropped == 0)
        #expect(try tested.account().stored == UInt64(counter))

        // The other program takes what the ballast gave, too.
        try disk.fill("other-more")
        try await tested.store(counter + 1...counter + 300)
        counter += 300
        #expect(try await tested.publish(2_000).last == counter)
        disk.empty()
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        let account = try tested.account()
        print(
            "D1: \(account.stored) of \(counter) stored, \(tested.log.snapshot().dropped) dropped")
        #expect(account.stored == UInt64(counter))
        #expect(account.missed == 0)
        #expect(
            await tested.number("SELECT 1 FROM pragma_integrity_check WHERE integrity_check = 'ok'")
                == 1)
        await tested.log.stop()
    }

    @Test
    func
        `D2 a read-only file system is told, and telegrams go on from memory until it can be written`()
        async throws
    {
        let disk = try LoopDisk(megabytes: 16, readOnly: true)
        let tested = await TestedLog(disk.path)
        #expect(tested.log.snapshot().state.word == "disk_readonly")
        try await tested.store(1...5)
        #expect(try await tested.publish(3) == [1, 2, 3])
        try disk.remount(readOnly: false)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(try await tested.publish() == [4, 5])
        #expect(await tested.number("SELECT count(*) FROM telegram") == 5)
        await tested.log.stop()
        try disk.remount(readOnly: true)
        let again = await TestedLog(disk.path)
        #expect(again.log.snapshot().state.word == "disk_readonly")
        await again.log.stop()
    }
}
