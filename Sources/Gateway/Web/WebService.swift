// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History
import Logging
import MQTT
import MeterChannel
import NIOCore
import NIOPosix
import Readings
import Series
import ServiceLifecycle
import Web

/// The page in the daemon: what channels, broker and store say, given to the web server.
///
/// A telegram costs it one assignment as long as nobody looks.
final class WebService: UpdateConsumer, Service {
    private let live = LiveModel()
    private let window: GatewayWindow
    private let log: TelegramLog
    private let server: WebServer
    /// The thread that serves the page, for whoever watches over it.
    let eventLoop: any EventLoop

    /// Puts page and server together; `nil` when the configuration wants no server, or names a zone
    /// that the system does not know.
    init?(
        _ configuration: GatewayConfiguration, client: MQTTClient, log: TelegramLog,
        summary: GatewaySummary, publisher: Publisher, logger: Logger
    ) {
        guard let http = configuration.http else { return nil }
        guard let calendar = PeriodCalendar(configuration.gateway.timeZone) else {
            logger.warning(
                "No page: the time zone is unknown",
                metadata: ["timezone": "\(configuration.gateway.timeZone)"])
            return nil
        }
        self.log = log
        // A thread of its own: what clients do delays no port. It ends with the process.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
        window = GatewayWindow(client: client, log: log, summary: summary)
        server = WebServer(
            WebSettings(http, timeZone: configuration.gateway.timeZone), live: live,
            source: window,
            reader: SeriesReader(
                directory: configuration.gateway.stateDirectory, calendar: calendar),
            group: group, logger: logger,
            onCondition: { condition in
                summary.take(condition)
                publisher.publishSummary()
            },
            onWrongToken: { wrong in
                summary.take(wrong)
                publisher.publishSummary()
            })
        summary.countWrongTokens { [weak server] in server?.wrongTokens ?? 0 }
        configure(configuration)
    }

    /// Serves until the service is told to stop.
    func run() async throws { try await server.run() }

    /// Takes over which meters and sensors there are.
    func configure(_ configuration: GatewayConfiguration) {
        window.configure(configuration)
        live.configure(
            configuration.meters.map(MeterProfile.init)
                + configuration.sensors.map(MeterProfile.init))
    }

    /// Says that broker or store are different now.
    func gatewayChanged() { live.gatewayChanged() }

    func receive(_ event: PortEvent) {
        switch event {
        case .update(let update):
            window.take(update)
            live.take(LatestReadings(update), of: update.meter)
        case .sample(let update): live.take(LatestReadings(update), of: update.sensor)
        case .status(var status):
            status.take(log.snapshot())
            live.take(ChannelHealth(status), of: status.id, now: Moment.now().wall)
        case .raw, .event: break
        }
    }
}
