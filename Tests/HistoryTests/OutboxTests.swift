// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct OutboxTests {
    @Test
    func `telegrams are given out once, in order, and again after a crash until they are taken`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...10)
        let first = try await tested.take(4)
        #expect(first.counters == [1, 2, 3, 4])
        #expect(try await tested.take(2).counters == [5, 6])
        #expect(tested.log.backlog("broker").count == 10)
        tested.log.acknowledge("broker", [first[0].token, first[1].token, first[3].token])
        await tested.settle()
        #expect(tested.log.backlog("broker").count == 7)
        tested.clock.advance(60)
        await tested.log.tick()
        await tested.kill()
        let again = await TestedLog(folder.path)
        let repeated = try await again.take()
        #expect(repeated.counters == Array(3...10))
        #expect(repeated.map(\.isFromEarlierRun) == Array(repeating: true, count: 8))
        await again.log.stop()
    }

    @Test func `what is refused holds nothing up`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...6)
        let taken = try await tested.take(4)
        tested.log.refuse("broker", [taken[0].token])
        #expect(try await tested.take().counters == [5, 6])
        #expect(tested.log.backlog("broker").parked == 1)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 6)
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        #expect(try await again.take().counters == Array(2...6))
        await again.log.stop()
    }

    @Test func `every meter gets its share at a time, in order, and those held back get none`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...9, meter: "flat-1")
        try await tested.store(1...2, meter: "flat-2")
        try await tested.store(5...6, meter: "flat-2", key: "11112222")
        try await tested.store(1...9, meter: "flat-3")
        let held = try #require(MeterID("flat-3"))
        let given = await tested.log.nextOfEach("broker", share: 3, except: [held])
        #expect(given.counters == [1, 2, 3, 1, 2, 5])
        #expect(
            given.map(\.record.meter.text) == ["flat-1", "flat-1", "flat-1"]
                + Array(repeating: "flat-2", count: 3))
        let next = await tested.log.nextOfEach("broker", share: 3)
        #expect(next.counters == [4, 5, 6, 6, 1, 2, 3])
        await tested.log.stop()
    }

    @Test func `one meter that is held back does not hold up the others`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        for counter in UInt32(1)...5 {
            try await tested.store([counter], meter: "flat-1")
            try await tested.store([counter], meter: "flat-2")
        }
        let held = try await tested.take(1, meter: "flat-1")
        #expect(held.counters == [1])
        for _ in 0..<5 {
            let delivery = try #require(try await tested.take(1, meter: "flat-2").first)
            tested.log.acknowledge("broker", [delivery.token])
        }
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        let rest = try await again.take()
        #expect(rest.map(\.record.meter.text) == Array(repeating: "flat-1", count: 5))
        await again.log.stop()
    }

    @Test func `the cursor is written after 200 acknowledgements, before the minute is over`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...250)
        tested.log.acknowledge("broker", try await tested.take(199).map(\.token))
        await tested.settle()
        #expect(await tested.number("SELECT position FROM cursor") == nil)
        tested.log.acknowledge("broker", try await tested.take(1).map(\.token))
        await tested.settle()
        #expect(await tested.number("SELECT position FROM cursor") == 200)
        await tested.kill()
    }

    @Test func `each sink has its own cursor, and a sink that is gone is forgotten`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path, sinks: ["broker", "archive"])
        try await tested.store(1...5)
        #expect(try await tested.publish(3) == [1, 2, 3])
        #expect(try await tested.publish(sink: "archive") == Array(1...5))
        #expect(try await tested.take(sink: "nobody").isEmpty)
        await tested.log.stop()
        let again = await TestedLog(folder.path, sinks: ["broker"])
        #expect(again.log.backlog("broker").count == 2)
        #expect(await again.number("SELECT count(*) FROM cursor") == 1)
        await again.log.stop()
    }

    @Test func `the backlog knows its size and its oldest telegram`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let start = tested.clock.now
        try await tested.store(1...3)
        tested.clock.advance(100)
        try await tested.store(4...5)
        await tested.log.tick()
        #expect(tested.log.backlog("broker") == Backlog(count: 5, oldest: start, parked: 0))
        _ = try await tested.publish(3)
        await tested.log.tick()
        #expect(
            tested.log.backlog("broker") == Backlog(count: 2, oldest: tested.clock.now, parked: 0))
        _ = try await tested.publish()
        #expect(tested.log.backlog("broker") == Backlog())
        await tested.log.stop()
    }

    @Test func `in gentle, telegrams are given out at once and written after a minute`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.durability = .gentle }
        try await tested.store(1...6)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 0)
        #expect(try await tested.publish(4) == [1, 2, 3, 4])
        let held = try await tested.take(1)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(await tested.number("SELECT count(*) FROM telegram") == 6)
        tested.log.acknowledge("broker", held.map(\.token))
        #expect(try await tested.publish() == [6])
        try await tested.store(7...8)
        #expect(try await tested.publish() == [7, 8])
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        #expect(again.log.backlog("broker").count == 0)
        #expect(await again.number("SELECT count(*) FROM telegram") == 8)
        await again.log.stop()
    }

    @Test func `in gentle, a minute's telegrams are written in one go however many there are`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path) { $0.durability = .gentle }
        try await tested.store(1...300)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 0)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(await tested.number("SELECT count(*) FROM telegram") == 300)
        try await tested.store(301...750)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 700)
        await tested.log.stop()
    }
}
