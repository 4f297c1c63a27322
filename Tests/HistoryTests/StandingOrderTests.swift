// SPDX-License-Identifier: Apache-2.0
import Locking
import Readings
import TestSupport
import Testing

@testable import History

/// What the log gives a sink by itself, as it stores it.
@Suite struct StandingOrderTests {
    /// A sink that has a standing order.
    private final class Taker: Sendable {
        let given = Mutex<[Delivery]>([])
        let busy = Mutex<Set<MeterID>?>([])

        func order(share: Int = 4) -> StandingOrder {
            StandingOrder(
                "broker", share: share, busy: { [self] in busy.withLock { $0 } },
                take: { [self] deliveries in given.withLock { $0 += deliveries } })
        }

        var all: [Delivery] { given.withLock { $0 } }
    }

    @Test func `what is given as it is stored is what is read back`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path, sinks: ["broker", "audit"])
        let taker = Taker()
        tested.log.serve(taker.order())
        var records: [TelegramRecord] = []
        for counter in UInt32(1)...8 {
            var record = try TelegramRecord.telegram("flat-1", counter * 2, at: tested.clock.now)
            record.gapCause = .cableOut
            record.isSuspect = counter % 2 == 0
            record.checksum = counter % 3 == 0 ? .wrong : .valid
            if counter > 4 {
                record.origin = .unverified(
                    title: counter == 5 ? nil : "53414700000000AA", frameCounter: counter * 9)
            }
            records.append(record)
            var clear = try TelegramRecord.clear("flat-2", size: 300, at: tested.clock.now)
            clear.meterTime = nil
            clear.registers = EnergyRegisters(energyImport: FixedPoint(-7, decimals: 18))
            records.append(clear)
        }
        for record in records {
            tested.log.append(record)
            await tested.settle()
        }
        let read = try await tested.take(sink: "audit")
        #expect(taker.all.map(\.id) == read.map(\.id))
        #expect(taker.all.map(\.record) == read.map(\.record))
        #expect(taker.all.allSatisfy { !$0.isFromEarlierRun })
        #expect(read.count == records.count)
        await tested.log.stop()
    }

    @Test func `nothing is given of a busy meter, nor without a taker, and all of it later`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...2, meter: "flat-1")
        let taker = Taker()
        taker.busy.withLock { $0 = nil }
        tested.log.serve(taker.order())
        try await tested.store(3...3, meter: "flat-1")
        #expect(await tested.log.serveNow() == false)
        #expect(taker.all.isEmpty)
        let busy = try #require(MeterID("flat-2"))
        taker.busy.withLock { $0 = [busy] }
        try await tested.store(1...1, meter: "flat-2")
        #expect(taker.all.counters == [1, 2, 3])
        taker.busy.withLock { $0 = [] }
        #expect(await tested.log.serveNow())
        #expect(taker.all.counters == [1, 2, 3, 1])
        #expect(await tested.log.serveNow() == false)
        await tested.log.stop()
    }

    @Test(arguments: 0..<60)
    func `whatever goes wrong, each meter's telegrams are given once and in order`(seed: UInt64)
        async throws
    {
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder(inMemory: true)
        let tested = await TestedLog(folder.path) { $0.cursorLimit = 7 }
        let taker = Taker()
        tested.log.serve(taker.order(share: 3))
        let meters = ["flat-1", "flat-2", "flat-3"]
        var counters: [String: UInt32] = [:]
        var settled: Set<UInt64> = []
        for _ in 0..<40 {
            switch generator.below(10) {
            case 0..<5:
                for _ in 0..<(1 + generator.below(8)) {
                    let meter = meters[generator.below(3)]
                    counters[meter, default: 0] += 1 + UInt32(generator.below(2))
                    tested.log.append(
                        try .telegram(meter, counters[meter] ?? 0, at: tested.clock.now))
                }
                await tested.settle()
            case 5:
                let busy = try meters.filter { _ in generator.below(2) == 0 }.map {
                    try #require(MeterID($0))
                }
                taker.busy.withLock { $0 = generator.below(4) == 0 ? nil : Set(busy) }
            case 6...7:
                let tokens = taker.all.map(\.token).filter {
                    !settled.contains($0) && generator.below(2) == 0
                }
                settled.formUnion(tokens)
                for token in tokens { tested.log.acknowledge("broker", [token]) }
            case 8:
                // A full disk: what is stored meanwhile is tried again, or waits in memory.
                await tested.execute("PRAGMA max_page_count = 1")
                tested.log.append(
                    try .telegram(
                        "flat-1", counters["flat-1", default: 0] + 1, at: tested.clock.now))
                counters["flat-1", default: 0] += 1
                await tested.settle()
                await tested.execute("PRAGMA max_page_count = 1000000")
                tested.clock.advance(61)
                await tested.log.tick()
            default:
                _ = await tested.log.serveNow()
            }
        }
        taker.busy.withLock { $0 = [] }
        while await tested.log.serveNow() {}
        for meter in meters {
            let given = taker.all.filter { $0.record.meter.text == meter }.counters
            #expect(given == Array(Set(given)).sorted(), "seed \(seed)")
        }
        #expect(
            tested.log.backlog("broker").count == taker.all.count - settled.count, "seed \(seed)")
        await tested.log.stop()
    }
}
