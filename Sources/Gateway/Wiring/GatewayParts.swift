// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History
import Logging
import MQTT
import MeterChannel
import NIOCore
import NIOPosix
import Readings

/// What stands behind the channels: the broker's client, the log and its outbox, the publisher, the
/// history and the page.
struct GatewayParts {
    /// The threads of the ports.
    let group: MultiThreadedEventLoopGroup
    let summary: GatewaySummary
    let client: MQTTClient
    let log: TelegramLog
    let outbox: TelegramOutbox
    let status: ServiceStatus
    let publisher: Publisher
    /// Absent when the system does not know the configured time zone.
    let past: HistoryAndReports?
    /// Absent without `http`, and like ``past``.
    let web: WebService?
    private let storeEvents = StoreEvents()

    /// Puts them together; nothing runs yet.
    init(_ configuration: GatewayConfiguration, since started: Moment, logger: Logger) {
        // Reading a port is a matter of microseconds; two threads serve hundreds of them.
        group = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))
        summary = GatewaySummary(started: started)
        let events = BrokerEvents()
        client = MQTTClient(
            MQTTConfiguration(
                configuration.mqtt, will: .gatewayOffline(configuration.mqtt.baseTopic)),
            logger: logger, onEvent: events.take)
        let topics = TopicMap(base: configuration.mqtt.baseTopic)
        let reportClock = ReportClock(configuration)
        log = TelegramLog(
            StoreSettings(configuration, reports: reportClock), logger: logger,
            onEvent: storeEvents.take)
        outbox = TelegramOutbox(
            log: log, client: client, topics: topics, backlogRate: configuration.mqtt.backlogRate,
            events: storeEvents)
        summary.configure(
            meters: configuration.meters.filter(\.isEnabled).map(\.id),
            sensors: configuration.sensors.filter(\.isEnabled).map(\.id))
        status = ServiceStatus(summary: summary, client: client)
        publisher = Publisher(
            client: client, topics: topics,
            settings: Publisher.Settings(publishesValues: configuration.mqtt.publishesValues),
            summary: summary, outbox: outbox, onSummary: status.update)
        past = HistoryAndReports(
            configuration, log: log, summary: summary, publisher: publisher,
            reportClock: reportClock, logger: logger, onMailChange: storeEvents.changed)
        web = WebService(
            configuration, client: client, log: log, summary: summary, publisher: publisher,
            logger: logger)
        tell(events)
        tellStoreEvents()
    }

    /// Who is told what the broker's client has to say, in this order.
    private func tell(_ events: BrokerEvents) {
        events.tell(outbox.take)
        events.tell(publisher.take)
        events.tell { [web] event in
            switch event {
            case .connected, .disconnected: web?.gatewayChanged()
            case .publishFault, .acknowledged: break
            }
        }
    }

    /// Who is told what the log has to say.
    private func tellStoreEvents() {
        let tell: @Sendable (MeterEvent) -> Void = { [publisher, past] event in
            publisher.publish(event)
            past?.keeper.note(event)
        }
        storeEvents.onEvent(tell)
        // What a crash or a damaged database may cost, it may cost each meter.
        storeEvents.onEachMeter(of: summary, tell)
        storeEvents.onChange { [publisher, web] in
            publisher.publishSummary()
            web?.gatewayChanged()
        }
    }
}
