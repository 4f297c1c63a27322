// SPDX-License-Identifier: Apache-2.0
import Dispatch
import History
import MQTT
import Readings
import TestSupport
import Testing

@testable import Gateway
@testable import MeterChannel
@testable import Pipeline

/// What is published of a meter before it speaks.
@Suite struct StoredReadingsTests {
    private static let received = UTCTime(seconds: 1_773_220_500)

    private static func update(_ meter: MeterID) -> MeterUpdate {
        MeterUpdate(
            meter: meter, received: received, time: nil,
            frame: AcceptedFrame(
                offset: 0, length: 0, header: nil, authentication: .none, isEncrypted: false,
                keyFingerprint: nil), crc: "valid", identity: nil, interruption: nil,
            isSuspect: false, readings: [], text: [])
    }

    @Test(arguments: [false, true])
    func `M15 the latest telegram in the log is published, unless the meter speaks meanwhile`(
        speaks: Bool
    ) async throws {
        let bench = try await OutboxBench(meters: ["flat-1"])
        let flat = try #require(MeterID("flat-1"))
        try bench.store("flat-1", 1...3)
        let publisher = Publisher(
            client: bench.client, topics: TopicMap(base: "meters"),
            settings: Publisher.Settings(publishesValues: false),
            summary: GatewaySummary(started: Moment.now()), outbox: bench.outbox, onSummary: {})
        // The log is asked behind this, and has not answered when the meter speaks.
        let hold = DispatchSemaphore(value: 0)
        bench.log.replayFloors { _ in _ = hold.wait(timeout: .now() + 20) }
        publisher.configure(meters: [flat], sensors: [], enabled: [flat])
        if speaks { publisher.receive(.update(Self.update(flat))) }
        hold.signal()
        _ = await bench.log.replayFloors()
        bench.client.start()
        #expect(
            await bench.subscriber.messages.wait { $0.contains { $0.topic == "meters/flat-1" } })
        let latest = bench.subscriber.texts(on: "meters/flat-1").compactMap { JSONValue($0) }
        #expect(latest.count == 1)
        #expect(latest.first?["frame_counter"]?.integer == (speaks ? nil : 3))
        #expect((latest.first?["received"] == .text("2026-03-11T09:15:00.000Z")) == speaks)
        try await bench.end()
    }
}
