// SPDX-License-Identifier: Apache-2.0
import CProgram
import GatewayConfiguration
import History
import Locking
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
    private let path: String
    private let logger: Logger

    /// Puts the daemon together; `path` is the file that is read again on reload.
    init(_ configuration: GatewayConfiguration, path: String, logger: Logger) {
        self.configuration = configuration
        self.path = path
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT; then ports and lines are released first, the broker is told,
    /// and the live view ends.
    func run() async throws {
        let started = Moment.now()
        StateDirectory.prepare(configuration.gateway.stateDirectory, logger: logger)
        switch InstanceLock.take(in: configuration.gateway.stateDirectory) {
        case .held(let lock):
            if lock.wasUnclean { logger.warning("The last run did not end cleanly") }
            try await run(since: started)
            lock.end()
        case .taken:
            throw Exit.because(
                "another gateway is running with \(configuration.gateway.stateDirectory); "
                    + "stop it, or give this one a state_dir of its own", Exit.unavailable)
        case .impossible: try await run(since: started)
        }
    }

    private func run(since started: Moment) async throws {
        // Reading a port is a matter of microseconds; two threads serve hundreds of them.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))
        let summary = GatewaySummary(started: started)
        let events = BrokerEvents()
        let client = MQTTClient(
            MQTTConfiguration(
                configuration.mqtt, will: .gatewayOffline(configuration.mqtt.baseTopic)),
            logger: logger, onEvent: events.take)
        let topics = TopicMap(base: configuration.mqtt.baseTopic)
        let storeEvents = StoreEvents()
        let reportClock = ReportClock(configuration)
        let log = TelegramLog(
            StoreSettings(configuration, reports: reportClock), logger: logger,
            onEvent: storeEvents.take)
        let outbox = TelegramOutbox(
            log: log, client: client, topics: topics, backlogRate: configuration.mqtt.backlogRate,
            events: storeEvents)
        summary.configure(
            meters: configuration.meters.filter(\.isEnabled).map(\.id),
            sensors: configuration.sensors.filter(\.isEnabled).map(\.id))
        let status = ServiceStatus(summary: summary, client: client)
        let publisher = Publisher(
            client: client, topics: topics,
            settings: Publisher.Settings(publishesValues: configuration.mqtt.publishesValues),
            summary: summary, outbox: outbox, onSummary: status.update)
        events.tell(outbox.take)
        events.tell(publisher.take)
        let past = Past(
            configuration, log: log, summary: summary, publisher: publisher,
            reportClock: reportClock, logger: logger, onMailChange: storeEvents.changed)
        let web = WebService(
            configuration, client: client, log: log, summary: summary, publisher: publisher,
            logger: logger)
        events.tell { event in
            switch event {
            case .connected, .disconnected: web?.gatewayChanged()
            case .publishFault, .acknowledged: break
            }
        }
        let tell: @Sendable (MeterEvent) -> Void = { event in
            publisher.publish(event)
            past?.keeper.note(event)
        }
        storeEvents.onEvent(tell)
        // What a crash or a damaged database may cost, it may cost each meter.
        storeEvents.onEachMeter(of: summary, tell)
        storeEvents.onChange {
            publisher.publishSummary()
            web?.gatewayChanged()
        }
        await log.start()
        let live = LiveSocket(
            path: configuration.gateway.stateDirectory + "/live.sock", eventLoop: group.next(),
            logger: logger)
        let healthLog = HealthLog(logger: logger)
        var consumers: [any UpdateConsumer] = [outbox, publisher, live, healthLog]
        if let past { consumers.append(past.keeper) }
        if let web { consumers.append(web) }
        let supervisor = ChannelSupervisor(
            configuration,
            factory: ChannelFactory(
                consumers: consumers, group: group, claims: TitleClaims(), logger: logger),
            publisher: publisher, outbox: outbox, logger: logger)
        live.answer(supervisor.answer)
        let reloader = ConfigurationReloader(
            path: path, hangUps: await UnixSignalsSequence(trapping: .sighup),
            initial: configuration, supervisor: supervisor, publisher: publisher,
            client: client,
            past: past, web: web, summary: summary, eventLoop: group.next(), logger: logger)
        let watchdog = Watchdog(
            ports: Array(group.makeIterator()), page: web?.eventLoop, client: client,
            outbox: outbox, logger: logger)
        let minute = group.next().scheduleRepeatedTask(
            initialDelay: .seconds(60), delay: .seconds(60)
        ) { _ in
            publisher.minutePassed()
            web?.gatewayChanged()
            past?.minutePassed()
            healthLog.minutePassed()
        }
        defer { minute.cancel() }
        // By then every part has run once; what only the start needed is the greater part of memory.
        let settled = group.next().scheduleTask(in: .seconds(20)) { program_unmap_constants() }
        defer { settled.cancel() }

        // They end in the opposite order: the channels before what they feed, and the log, which the
        // outbox closes, after all that reads it.
        let whole = Mutex<ServiceGroup?>(nil)
        let impatience = Impatience(
            orders: await UnixSignalsSequence(trapping: .sigterm, .sigint), logger: logger,
            end: { await whole.withLock { $0 }?.triggerGracefulShutdown() },
            hurry: {
                client.hurry()
                past?.hurry()
            })
        var services: [any Service] = [impatience, live, outbox]
        services += past?.services ?? []
        if let web { services.append(web) }
        services += [
            publisher, supervisor, reloader, watchdog,
            Readiness(summary: summary, status: status, logger: logger),
        ]
        // At debug the group prints every service with all it holds, the whole configuration among it.
        var groupLogger = logger
        groupLogger.logLevel = max(.info, logger.logLevel)
        var settings = ServiceGroupConfiguration(services: services, logger: groupLogger)
        settings.maximumGracefulShutdownDuration = .milliseconds(4_500)
        // The threads end with the process: the channels are actors on them and may still have a
        // last job to run.
        let all = ServiceGroup(configuration: settings)
        whole.withLock { $0 = all }
        try await all.run()
    }
}
