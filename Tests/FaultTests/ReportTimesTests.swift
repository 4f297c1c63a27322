// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History
import Logging
import MQTT
import MeterChannel
import Readings
import TestSupport
import Testing

@testable import Gateway

/// What takes long on the disk keeps away from reports.
@Suite struct ReportTimesTests {
    // In summer, Luxembourg is two hours ahead of UTC.
    private static func summer(_ hour: Int64, _ minute: Int64) -> UTCTime {
        UTCTime(seconds: 1_782_864_000 + hour * 3_600 + minute * 60)
    }

    private static func configuration(_ reports: String = "") throws -> GatewayConfiguration {
        let text = """
            version: 1
            mqtt: {url: mqtt://localhost}
            meters: [{id: flat-1, port: /dev/none}]
            mail: {from: gateway@example.net}
            \(reports)
            """
        return try ConfigurationLoader(files: SystemFiles()).load(
            FileContents(bytes: Array(text.utf8), permissions: 0o600, owner: 0),
            path: "meters.yaml", environment: [:]
        ).get().configuration
    }

    private static let early = #"reports: [{at: "06:30", to: [owner@example.net]}]"#

    @Test func `D6 the times of reports and day files are told, by the clock on the wall`() throws {
        let times = try #require(ReportTimes(Self.configuration(Self.early)))
        func isNear(_ hour: Int64, _ minute: Int64) -> Bool {
            times.isNear(Self.summer(hour, minute))
        }
        #expect(!isNear(4, 19))
        #expect(isNear(4, 20))
        #expect(isNear(4, 30))
        #expect(isNear(4, 59))
        #expect(!isNear(5, 0))
        #expect(isNear(21, 50) && isNear(22, 0) && isNear(22, 29))
        #expect(!isNear(21, 49) && !isNear(22, 30))
        #expect(!isNear(12, 0))
    }

    @Test func `D6 P3 the daily check keeps away from reports that a reload adds`() throws {
        let folder = try TemporaryFolder()
        let before = try Self.configuration()
        let clock = ReportClock(before)
        let settings = StoreSettings(before, reports: clock)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let log = TelegramLog(
            StoreSettings(directory: folder.path, sinks: []), logger: logger)
        let client = MQTTClient(
            MQTTConfiguration(host: "127.0.0.1", port: 9, clientID: "none"), logger: logger
        ) { _ in }
        let summary = GatewaySummary(started: Moment.now())
        let topics = TopicMap(base: "meters")
        let publisher = Publisher(
            client: client, topics: topics, settings: Publisher.Settings(publishesValues: false),
            summary: summary,
            outbox: TelegramOutbox(
                log: log, client: client, topics: topics, backlogRate: 50, events: StoreEvents()),
            onSummary: {})
        let made = HistoryAndReports(
            before, log: log, summary: summary, publisher: publisher, reportClock: clock,
            logger: logger, onMailChange: {})
        let past = try #require(made)
        #expect(!settings.isBusy(Self.summer(4, 30)))
        past.configure(try Self.configuration(Self.early))
        #expect(settings.isBusy(Self.summer(4, 30)))
        #expect(settings.isBusy(Self.summer(22, 0)), "the end of the day stays")
        past.configure(before)
        #expect(!settings.isBusy(Self.summer(4, 30)))
    }
}
