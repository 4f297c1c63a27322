// SPDX-License-Identifier: Apache-2.0
import History
import MQTT
import Readings
import TestSupport
import Testing

@testable import Gateway

/// The outbox between a real log and a real broker: no meter waits for another.
@Suite struct TurnTakingTests {
    @Test func `M9 M10 a paced backlog of one meter delays no fresh telegram of another`()
        async throws
    {
        let bench = try await OutboxBench(backlogRate: 20)
        try bench.store("flat-1", 1...80, age: 600)
        bench.client.start()
        #expect(await bench.hears("flat-1", 5))
        for counter in UInt32(1)...5 {
            let sent = ContinuousClock.now
            try bench.store("flat-2", counter...counter)
            #expect(await bench.hears("flat-2", Int(counter)))
            let took = ContinuousClock.now - sent
            if Sanitizer.isOff { #expect(took < .milliseconds(500)) }
        }
        #expect(bench.counters("flat-1").count < 40, "the backlog still waits")
        #expect(await bench.hears("flat-1", 80))
        #expect(bench.counters("flat-1") == Array(1...80))
        #expect(bench.telegrams("flat-1").allSatisfy { $0["replayed"] == .bool(true) })
        #expect(bench.telegrams("flat-2").allSatisfy { $0["replayed"] == nil })
        try await bench.end()
    }

    @Test func `a meter's fresh telegrams queue behind its own backlog`() async throws {
        let bench = try await OutboxBench(backlogRate: 50)
        try bench.store("flat-1", 1...20, age: 600)
        bench.client.start()
        #expect(await bench.hears("flat-1", 2))
        try bench.store("flat-1", 21...22)
        #expect(await bench.hears("flat-1", 22))
        #expect(bench.counters("flat-1") == Array(1...22))
        try await bench.end()
    }

    @Test func `M10 a backlog is sent as slowly as a broker with a short queue needs`() async throws
    {
        var options = BrokerOptions()
        options.extraLines = ["max_queued_messages 100"]
        let bench = try await OutboxBench(backlogRate: 400, broker: options, qos: 1)
        try bench.store("flat-1", 1...400, age: 600)
        try bench.store("flat-2", 1...400, age: 600)
        let begun = ContinuousClock.now
        bench.client.start()
        for meter in ["flat-1", "flat-2"] {
            #expect(await bench.hears(meter, 400))
            #expect(bench.counters(meter) == Array(1...400))
        }
        #expect(ContinuousClock.now - begun > .milliseconds(1_900), "800 at 400 a second")
        try await bench.end()
    }

    @Test func `M5 a denied topic holds its own meter's telegrams, and they leave once allowed`()
        async throws
    {
        var options = BrokerOptions()
        options.accessRules = ["topic write meters/flat-2/#"]
        let bench = try await OutboxBench(broker: options) {
            $0.holdWhenDenied = .milliseconds(200)
        }
        try bench.store("flat-1", 1...40, age: 600)
        try bench.store("flat-2", 1...40, age: 600)
        bench.client.start()
        #expect(await bench.hears("flat-2", 40))
        try bench.store("flat-2", 41...45)
        #expect(await bench.hears("flat-2", 45))
        #expect(bench.counters("flat-2") == Array(1...45))
        #expect(bench.outbox.held.map(\.text) == ["flat-1"])
        #expect(bench.counters("flat-1") == [])
        #expect(bench.backlog >= 40)

        options.accessRules.append("topic write meters/flat-1/#")
        try await bench.broker.reload(options)
        #expect(await bench.hears("flat-1", upTo: 40))
        let heard = bench.counters("flat-1")
        // Leave may come between the first telegram and those under way behind it, 19 at most: they
        // arrive, and are sent again behind the first.
        #expect(heard.suffix(40) == Array(1...40)[...])
        #expect(heard.count <= 40 + 19)
        try await bench.end()
        #expect(bench.outbox.held.isEmpty)
    }

    @Test func `a telegram that a full queue pushes out is given back and sent`() async throws {
        let bench = try await OutboxBench { configuration in
            configuration.inFlightLimit = 2
            configuration.streamCapacity = 24
        }
        bench.client.start()
        try bench.store("flat-1", 1...1)
        #expect(await bench.hears("flat-1", 1))
        bench.broker.freeze()
        // One meter leaves a place free for the other: 19 of it are with the client.
        try bench.store("flat-1", 2...20)
        #expect(await bench.holds(19))
        var pushedOut: UInt64?
        // The queue holds 24: so many and one more push a telegram out.
        for _ in 0...24 where pushedOut == nil {
            if case .displaced(.some(let token)) = bench.client.publish(
                OutboundMessage(topic: "meters/event", payload: []))
            {
                pushedOut = token
            }
        }
        bench.outbox.displaced(try #require(pushedOut))
        bench.broker.thaw()
        #expect(await bench.hears("flat-1", 20))
        #expect(bench.counters("flat-1").sorted() == Array(1...20))
        try await bench.end()
    }

    @Test func `M16 what a broker had nobody to give it to is still in the log`() async throws {
        let bench = try await OutboxBench()
        try bench.store("flat-1", 1...30, age: 600)
        bench.client.start()
        #expect(await bench.hears("flat-1", 30))
        try await bench.end()
        // A reader of the log finds all of it again, whatever became of it at the broker.
        let again = bench.reader()
        await again.start()
        let kept = await again.nextOfEach("audit", share: 100)
        #expect(kept.map(\.record.origin.frameCounter) == (1...30).map { $0 })
        await again.stop()
    }
}
