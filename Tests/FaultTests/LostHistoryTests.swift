// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import MeterChannel
import Readings
import TestSupport
import Testing

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
        let summary = GatewaySummary(started: Moment.now())
        summary.ask { [dropped = arrivals.dropped] in dropped }
        let payload = summary.payload(
            MQTTStatus(), store: log.snapshot(), held: [], now: Moment.now())
        let health = try #require(JSONValue(String(decoding: payload, as: UTF8.self)))
        #expect(health["dropped_history"] == .number("3"))
        #expect(health["dropped"] == .number("0"))
    }
}
