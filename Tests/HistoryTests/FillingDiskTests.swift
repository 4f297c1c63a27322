// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import History

@Suite(.serialized, .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"))
struct FillingDiskTests {
    @Test(arguments: 0..<6)
    func
        `D1 a disk that fills up and empties at random never ends the process or spoils the account`(
            round: Int
        ) async throws
    {
        var generator = SeededGenerator(seed: UInt64(round))
        // So small a file system has blocks of 1 KiB, less than a page of memory.
        let disk = try LoopDisk(megabytes: [12, 16, 24, 40].randomElement(using: &generator) ?? 16)
        let clock = ManualClock()
        var tested = await TestedLog(disk.path, clock: clock)
        var counter: UInt32 = 0
        for _ in 0..<40 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...4:
                let count = UInt32.random(in: 1...400, using: &generator)
                try await tested.store(counter + 1...counter + count)
                counter += count
            case 5: _ = try await tested.publish(5_000)
            case 6, 7: try disk.fill("other-\(Int.random(in: 0..<3, using: &generator))")
            case 8: disk.empty()
            default:
                guard Bool.random(using: &generator) else { break }
                await tested.kill()
                tested = await TestedLog(disk.path, clock: clock)
            }
            clock.advance(Int64.random(in: 1...61, using: &generator))
            await tested.log.tick()
        }
        disk.empty()
        clock.advance(61)
        await tested.log.tick()
        try await tested.store([counter + 1])
        #expect(tested.log.snapshot().state.isStoring)
        let account = try tested.account()
        let first = try #require(account.first)
        let missed = try #require(account.missed)
        #expect(account.last == counter + 1)
        #expect(account.stored + missed == UInt64(counter + 1 - first) + 1)
        let whole = await tested.number(
            "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")
        #expect(whole == 1)
        await tested.log.stop()
    }
}
