// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Logging
import MQTT
import MeterChannel
import NIOCore
import NIOPosix
import Readings
import ServiceLifecycle
import UnixSignals

/// The daemon: every part of it, put together and run until it is told to stop.
struct Gateway {
    private let configuration: GatewayConfiguration
    private let logger: Logger

    init(_ configuration: GatewayConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT; then ports and lines are released first, the broker is told, and the live view ends.
    func run() async throws {
        let started = Moment.now()
        let meters = configuration.meters.filter(\.isEnabled)
        let sensors = configuration.sensors.filter(\.isEnabled)
        // Reading a port is a matter of microseconds; two threads serve hundreds of them.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))
        let summary = GatewaySummary(started: started, meters: meters.count, sensors: sensors.count)
        let events = BrokerEvents(logger: logger)
        let client = MQTTClient(
            MQTTConfiguration(configuration.mqtt, will: .gatewayOffline(configuration.mqtt.baseTopic)),
            logger: logger, onEvent: events.take)
        let publisher = Publisher(
            client: client, topics: TopicMap(base: configuration.mqtt.baseTopic),
            settings: Publisher.Settings(
                publishesValues: configuration.mqtt.publishesValues,
                ids: configuration.meters.map(\.id) + configuration.sensors.map(\.id)),
            summary: summary)
        events.onChange { publisher.publishSummary() }
        StateDirectory.prepare(configuration.gateway.stateDirectory, logger: logger)
        let live = LiveSocket(
            path: configuration.gateway.stateDirectory + "/live.sock", eventLoop: group.next(), logger: logger)
        let factory = ChannelFactory(
            consumers: [publisher, live], group: group, claims: TitleClaims(), logger: logger)

        var services: [any Service] = [live, publisher]
        services += try meters.map { try factory.meter($0) }
        services += sensors.map { factory.sensor($0) }
        services.append(Readiness(summary: summary, logger: logger))
        for id in (configuration.meters.filter { !$0.isEnabled }.map(\.id)) {
            publisher.receive(.status(.disabled(id, isSensor: false, now: started.wall)))
        }
        for id in (configuration.sensors.filter { !$0.isEnabled }.map(\.id)) {
            publisher.receive(.status(.disabled(id, isSensor: true, now: started.wall)))
        }

        let minute = group.next().scheduleRepeatedTask(initialDelay: .seconds(60), delay: .seconds(60)) { _ in
            publisher.publishSummary()
        }
        var settings = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        settings.maximumGracefulShutdownDuration = .milliseconds(4_500)
        defer { minute.cancel() }
        // The threads end with the process: the channels are actors on them and may still have a last job to run.
        try await ServiceGroup(configuration: settings).run()
    }
}
