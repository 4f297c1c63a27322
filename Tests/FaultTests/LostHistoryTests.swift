// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import MeterChannel
import Readings
import TestSupport
import Testing
import Web

@testable import Gateway
@testable import MQTT

/// What the history has no room for is told.
@Suite struct LostHistoryTests {
    @Test
    func
        `D1 dropped_history: events that the history has no room for are counted in the gateway's health`()
        throws
    {
        var arrivals = KeptArrivals()
        let flat = try #require(MeterID("flat-1"))
        for second in 0..<Int64(KeptArrivals.eventLimit + 3) {
            arrivals.append(
                MeterEvent(meter: flat, kind: .meterOnline, time: UTCTime(seconds: second)))
        }
        #expect(arrivals.events.count == KeptArrivals.eventLimit)
        let folder = try TemporaryFolder()
        let log = TelegramLog(
            StoreSettings(directory: folder.path, sinks: []),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let started = Moment.now()
        let summary = GatewaySummary(started: started)
        summary.ask { [dropped = arrivals.dropped] in dropped }
        let payload = summary.payload(
            MQTTStatus(), store: log.snapshot(), held: [], now: started)
        let health = try #require(JSONValue(String(decoding: payload, as: UTF8.self)))
        #expect(health["dropped_history"] == .number("3"))
        #expect(health["dropped"] == .number("0"))
        // The page and Prometheus are told the same.
        #expect(
            summary.facts(MQTTStatus(), store: log.snapshot(), now: started).droppedHistory == 3)
    }

    @Test func `events without room and refused messages show on the topic and on the page alike`()
        throws
    {
        let folder = try TemporaryFolder()
        let log = TelegramLog(
            StoreSettings(directory: folder.path, sinks: []),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let now = Moment.now()
        let summary = GatewaySummary(started: now)
        summary.dropped()
        summary.refused("meters/flat-1", .denied)
        let facts = summary.facts(MQTTStatus(), store: log.snapshot(), now: now)
        #expect(facts.dropped == 1)
        let payload = summary.payload(MQTTStatus(), store: log.snapshot(), held: [], now: now)
        let health = try #require(JSONValue(String(decoding: payload, as: UTF8.self)))
        #expect(health["dropped"] == .number("1"))
        let error = try #require(facts.lastError)
        #expect(error.hasPrefix("meters/flat-1: "))
        #expect(health["last_error"] == .text(error))
    }

    @Test func `a minute that is over is not forgotten over the events behind it`() throws {
        var arrivals = KeptArrivals()
        let flat = try #require(MeterID("flat-1"))
        arrivals.minutePassed()
        for second in 0..<Int64(5) {
            arrivals.append(
                MeterEvent(meter: flat, kind: .meterOnline, time: UTCTime(seconds: second)))
        }
        let taken = arrivals.take()
        #expect(taken.isMinuteDue)
        #expect(taken.events.count == 5)
        #expect(!arrivals.take().isMinuteDue)
    }
}
