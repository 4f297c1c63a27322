// SPDX-License-Identifier: Apache-2.0
import MQTT
import Readings
import Series
import TestSupport
import Testing

@testable import Gateway
@testable import MeterChannel

/// Where the chains of quarter-hours end, as it is published.
@Suite struct PublishedChainTests {
    @Test func `the end of a chain that is told before its meter is there is published with it`()
        async throws
    {
        let bench = try await OutboxBench(meters: ["flat-1"])
        let flat = try #require(MeterID("flat-1"))
        let publisher = Publisher(
            client: bench.client, topics: TopicMap(base: "meters"),
            settings: Publisher.Settings(publishesValues: false),
            summary: GatewaySummary(started: Moment.now()), outbox: bench.outbox, onSummary: {})
        bench.client.start()
        publisher.publish([
            ChainHead(meter: flat, number: 3, start: UTCTime(seconds: 900), hash: "ab")
        ])
        publisher.configure(meters: [flat], sensors: [], enabled: [flat])
        #expect(
            await bench.subscriber.messages.wait {
                $0.contains { $0.topic == "meters/flat-1/chain" }
            })
        let told = bench.subscriber.texts(on: "meters/flat-1/chain").compactMap { JSONValue($0) }
        #expect(told.map { $0["records"]?.integer } == [3])
        try await bench.end()
    }
}
