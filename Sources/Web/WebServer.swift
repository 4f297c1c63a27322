// SPDX-License-Identifier: Apache-2.0
public import History
import HummingbirdCore
public import Logging
public import NIOCore
public import ServiceLifecycle

/// Serves the page, the programming interface and Prometheus' page.
///
/// A port that cannot be had is said and tried again: the gateway reads its meters without a page.
public final class WebServer: Service {
    private let settings: WebSettings
    private let live: LiveModel
    private let exchange: Exchange
    private let book: DayBook
    private let ledger: ConnectionLedger
    private let logger: Logger
    private let group: any EventLoopGroup
    private let onBound: @Sendable (Int) -> Void

    /// Puts the server together; nothing listens before ``run()``.
    ///
    /// `group` should have a thread of its own, so that what clients do delays nobody else; it is
    /// not shut down. `onBound` is called with the port each time the server begins to listen.
    public init(
        _ settings: WebSettings, live: LiveModel, source: any WebSource, reader: SeriesReader,
        group: any EventLoopGroup, logger: Logger,
        onBound: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.settings = settings
        self.live = live
        self.group = group
        self.logger = logger
        self.onBound = onBound
        book = DayBook(reader)
        ledger = ConnectionLedger(settings.limits)
        exchange = Exchange(
            responder: Responder(
                house: House(live: live, source: source, book: book, settings: settings),
                past: Past(
                    reader: reader, source: source, questionTime: settings.limits.questionTime),
                assets: AssetLibrary(), rule: HostRule(settings), gate: TokenGate(settings.access),
                ledger: ledger),
            limits: settings.limits)
    }

    /// Listens until the service is told to stop.
    public func run() async throws {
        let heartbeat = group.next().scheduleRepeatedTask(
            initialDelay: TimeAmount(settings.limits.heartbeat),
            delay: TimeAmount(settings.limits.heartbeat)
        ) { [live] _ in live.beat() }
        await withGracefulShutdownHandler {
            await listen()
        } onGracefulShutdown: { [live] in
            live.end()
        }
        heartbeat.cancel()
    }

    private func listen() async {
        var isFirst = true
        while !Task.isShuttingDownGracefully {
            do {
                return try await server().run()
            } catch {
                if isFirst {
                    logger.warning(
                        "web_port_busy: running without the page; the port is tried again",
                        metadata: [
                            "address": "\(settings.host):\(settings.port)", "why": "\(error)",
                        ])
                }
                isFirst = false
            }
            try? await cancelWhenGracefulShutdown {
                try await Task.sleep(for: self.settings.bindAgainAfter)
            }
        }
    }

    private func server() -> any Service {
        // Hummingbird says at info what we say ourselves.
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        let channel = GuardedChannel(
            limits: settings.limits, ledger: ledger, respond: exchange.serve)
        return channel.server(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 128),
            onServerRunning: { [settings, logger, onBound] channel in
                let port = channel.localAddress?.port ?? settings.port
                logger.info(
                    "Page and interface", metadata: ["at": "http://\(settings.host):\(port)"])
                if case .open = settings.access {
                    logger.warning("web_open: everybody who reaches the address may read")
                }
                onBound(port)
            },
            eventLoopGroup: group, logger: quiet)
    }
}
