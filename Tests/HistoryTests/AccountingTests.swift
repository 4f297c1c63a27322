// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct AccountingTests {
    @Test func `stored and missed add up over restarts, gaps and retention`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        var tested = await TestedLog(folder.path, clock: clock) { $0.retention = .seconds(3_600) }
        var generator = SeededGenerator(seed: 4)
        var counter: UInt32 = 0
        var stored: UInt64 = 0
        var whileOff: UInt64 = 0
        var isFirst = true
        for round in 0..<60 {
            for _ in 0..<20 {
                let step = UInt32.random(in: 1...3, using: &generator)
                counter += step
                try await tested.store([counter])
                if isFirst, round > 0 { whileOff += UInt64(step - 1) }
                isFirst = false
                stored += 1
                clock.advance(30)
            }
            _ = try await tested.publish()
            await tested.log.tick()
            if round % 5 == 4 {
                if round % 2 == 0 { await tested.kill() } else { await tested.log.stop() }
                tested = await TestedLog(folder.path, clock: clock) {
                    $0.retention = .seconds(3_600)
                }
                isFirst = true
            }
            let account = try tested.account()
            #expect(account.stored == stored)
            #expect(account.missedWhileOff == whileOff)
            let first = try #require(account.first)
            let missed = try #require(account.missed)
            #expect(account.stored + missed == UInt64(counter) - UInt64(first) + 1)
        }
        let kept = try #require(await tested.number("SELECT count(*) FROM telegram"))
        #expect((120..<200).contains(kept))
        await tested.log.stop()
    }

    @Test func `a gap knows its counters, times, cause and exact energy`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let before = tested.clock.now
        try await tested.store([10])
        tested.clock.advance(40)
        var record = try TelegramRecord.telegram("flat-1", 14, at: tested.clock.now)
        record.gapCause = .cableOut
        tested.log.append(record)
        await tested.settle()
        await tested.kill()
        let again = await TestedLog(folder.path, clock: tested.clock)
        try await again.store([20])
        let gaps = await again.log.gaps(try #require(MeterID("flat-1")))
        #expect(gaps.map(\.counters) == [15...19, 11...13])
        #expect(gaps.map(\.cause) == [.gatewayOff, .cableOut])
        #expect(gaps.last?.from == before)
        #expect(gaps.last?.to == tested.clock.now)
        #expect(gaps.last?.energy.energyImport == FixedPoint(28, decimals: 3))
        #expect(gaps.last?.energy.energyExport == FixedPoint(0, decimals: 1))
        #expect(gaps.first?.energy.energyImport == FixedPoint(42, decimals: 3))
        let latest = try #require(gaps.first)
        #expect(again.events.contains(.gap(latest)))
        await again.log.stop()
    }

    @Test func `P9 the highest and lowest counters are counted without overflow`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let last = UInt32.max
        try await tested.store([0, 1, last - 1, last, last, 0])
        await tested.kill()
        let again = await TestedLog(folder.path)
        let account = try again.account()
        #expect(account.stored == 4)
        #expect(account.missed == UInt64(UInt32.max) - 3)
        #expect(try await again.publish() == [0, 1, last - 1, last])
        await again.log.stop()
    }
}
