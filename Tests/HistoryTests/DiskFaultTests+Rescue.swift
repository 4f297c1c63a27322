// SPDX-License-Identifier: Apache-2.0
import CFileFaults
import Locking
import TestSupport
import Testing

@testable import History

// Faults while telegrams are saved from a damaged database.
extension DiskFaultTests {
    @Test(arguments: [false, true])
    func `Goal G19 D3 whichever file call fails during a rescue, no stored telegram is passed over`(
        isLasting: Bool
    ) async throws {
        var calls = 0
        var failing = 1
        var stuck = 0
        repeat {
            let folder = try TemporaryFolder(inMemory: true)
            let tested = await TestedLog(folder.path)
            try await tested.store(1...12)
            let given = Mutex<[UInt32]>(try await tested.take(3).counters)
            tested.log.serve(
                StandingOrder(
                    "broker", share: 4, busy: { [] },
                    take: { new in given.withLock { $0 += new.counters } }))
            unsafe file_faults_arm(folder.path, failing, FILE_FAULT_EIO, isLasting)
            // Once may be a failed read; twice is damage.
            await tested.log.perform { $0.handle(StoreFailure(.replaced)) }
            await tested.log.perform { $0.handle(StoreFailure(.replaced)) }
            for counter in UInt32(13)...16 {
                tested.log.append(try .telegram("flat-1", counter, at: tested.clock.now))
                await tested.log.perform { _ in }
            }
            calls = file_faults_disarm()
            for _ in 0..<3 {
                tested.clock.advance(61)
                await tested.log.tick()
                await tested.settle()
            }
            try await tested.store([17])
            while await tested.log.serveNow() {}
            let all = given.withLock { $0 }
            let rows = try #require(
                await tested.number("SELECT count(*) FROM telegram WHERE counter > 3"))
            #expect(all == all.sorted() && Set(all).count == all.count, "call \(failing): \(all)")
            #expect(all.count == 3 + Int(rows), "call \(failing): \(all) of \(rows)")
            #expect(tested.log.snapshot().state.word == "ok", "call \(failing)")
            if all.count < 17 { stuck += 1 }
            await tested.log.stop()
            failing += 1
        } while failing <= calls
        print("G19: during a rescue each of \(calls) calls failed; \(stuck) times a row was lost")
        #expect(calls > 30)
    }
}
