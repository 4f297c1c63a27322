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
        let parts = GatewayParts(configuration, since: started, logger: logger)
        await parts.log.start()
        let channels = GatewayChannels(configuration, feeding: parts, logger: logger)
        let caretakers = await caretakers(parts, channels)
        let timers = timers(parts, channels)
        defer { for cancel in timers { cancel() } }
        let whole = Mutex<ServiceGroup?>(nil)
        let impatience = Impatience(
            orders: await UnixSignalsSequence(trapping: .sigterm, .sigint), logger: logger,
            end: { await whole.withLock { $0 }?.triggerGracefulShutdown() },
            hurry: {
                parts.client.hurry()
                parts.past?.hurry()
            })
        // They end in the opposite order: the channels before what they feed, and the log, which the
        // outbox closes, after all that reads it.
        var services: [any Service] = [impatience, channels.live, parts.outbox]
        services += parts.past?.services ?? []
        if let web = parts.web { services.append(web) }
        services += [parts.publisher, channels.supervisor]
        services += caretakers
        // The threads end with the process: the channels are actors on them and may still have a
        // last job to run.
        let all = ServiceGroup(configuration: settings(services))
        whole.withLock { $0 = all }
        try await all.run()
    }

    /// What looks after the rest: who reloads, who feeds the watchdog, who says that all is ready.
    private func caretakers(_ parts: GatewayParts, _ channels: GatewayChannels) async
        -> [any Service]
    {
        let reloader = ConfigurationReloader(
            path: path, hangUps: await UnixSignalsSequence(trapping: .sighup),
            initial: configuration, supervisor: channels.supervisor, publisher: parts.publisher,
            client: parts.client, past: parts.past, web: parts.web, summary: parts.summary,
            eventLoop: parts.group.next(), logger: logger)
        let watchdog = Watchdog(
            ports: Array(parts.group.makeIterator()), page: parts.web?.eventLoop,
            client: parts.client, outbox: parts.outbox, logger: logger)
        return [
            reloader, watchdog,
            Readiness(summary: parts.summary, status: parts.status, logger: logger),
        ]
    }

    /// Begins what goes by time; how to end each.
    private func timers(_ parts: GatewayParts, _ channels: GatewayChannels) -> [() -> Void] {
        let minute = parts.group.next().scheduleRepeatedTask(
            initialDelay: .seconds(60), delay: .seconds(60)
        ) { _ in
            parts.publisher.minutePassed()
            parts.web?.gatewayChanged()
            parts.past?.minutePassed()
            channels.healthLog.minutePassed()
        }
        // By then every part has run once; what only the start needed is the greater part of memory.
        let settled = parts.group.next().scheduleTask(in: .seconds(20)) {
            program_unmap_constants()
        }
        return [{ minute.cancel() }, { settled.cancel() }]
    }

    private func settings(_ services: [any Service]) -> ServiceGroupConfiguration {
        // At debug the group prints every service with all it holds, the whole configuration among it.
        var groupLogger = logger
        groupLogger.logLevel = max(.info, logger.logLevel)
        var settings = ServiceGroupConfiguration(services: services, logger: groupLogger)
        settings.maximumGracefulShutdownDuration = .seconds(4)
        return settings
    }
}
