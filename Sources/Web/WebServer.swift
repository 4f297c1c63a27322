// SPDX-License-Identifier: Apache-2.0
import Glibc
public import History
import HummingbirdCore
import Locking
public import Logging
public import NIOCore
import Readings
public import ServiceLifecycle

/// Serves the page, the programming interface and Prometheus' page.
///
/// A port that cannot be had is said and tried again: the gateway reads its meters without a page.
public final class WebServer: Service {
    private let settings: WebSettings
    private let live: LiveModel
    private let exchange: Exchange
    private let ledger: ConnectionLedger
    private let gate: TokenGate
    private let logger: Logger
    private let group: any EventLoopGroup
    private let onBound: @Sendable (Int) -> Void
    private let onCondition: @Sendable (WebCondition) -> Void
    private let condition = Mutex<WebCondition?>(nil)

    /// Puts the server together; nothing listens before ``run()``.
    ///
    /// `group` should have a thread of its own, so that what clients do delays nobody else; it is
    /// not shut down. `onBound` is called with the port each time the server begins to listen,
    /// `onCondition` whenever it gets on with its port otherwise than before, `onWrongToken` for wrong
    /// tokens, at most ten times a minute.
    public init(
        _ settings: WebSettings, live: LiveModel, source: any WebSource, reader: SeriesReader,
        group: any EventLoopGroup, logger: Logger,
        onBound: @escaping @Sendable (Int) -> Void = { _ in },
        onCondition: @escaping @Sendable (WebCondition) -> Void = { _ in },
        onWrongToken: @escaping @Sendable (WrongToken) -> Void = { _ in }
    ) {
        self.settings = settings
        self.live = live
        self.group = group
        self.logger = logger
        self.onBound = onBound
        self.onCondition = onCondition
        gate = TokenGate(settings.access) { wrong in
            logger.warning(
                "web_auth_fail: a wrong token was shown",
                metadata: [
                    "address": "\(wrong.address)", "tries": "\(wrong.tries)",
                    "untold": "\(wrong.untold)",
                ])
            onWrongToken(wrong)
        }
        ledger = ConnectionLedger(settings.limits)
        exchange = Exchange(
            responder: Responder(
                house: House(live: live, source: source, book: DayBook(reader), settings: settings),
                past: Past(
                    reader: reader, source: source, questionTime: settings.limits.questionTime),
                assets: AssetLibrary(), rule: HostRule(settings), gate: gate,
                ledger: ledger),
            limits: settings.limits)
    }

    /// How many wrong tokens were shown since the start.
    public var wrongTokens: UInt64 { gate.failures }

    /// Listens until the service is told to stop; then open answers have
    /// ``WebLimits/farewellTime`` left, whether their clients read them or not.
    public func run() async throws {
        let heartbeat = group.next().scheduleRepeatedTask(
            initialDelay: TimeAmount(settings.limits.heartbeat),
            delay: TimeAmount(settings.limits.heartbeat)
        ) { [live] _ in live.beat() }
        let (farewell, timeIsUp) = AsyncStream<Void>.makeStream()
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await self.listen() }
                tasks.addTask { for await _ in farewell {} }
                await tasks.next()
                tasks.cancelAll()
            }
        } onGracefulShutdown: { [live, group, settings] in
            live.end()
            group.next().scheduleTask(in: TimeAmount(settings.limits.farewellTime)) {
                timeIsUp.finish()
            }
        }
        heartbeat.cancel()
    }

    private func listen() async {
        note(.starting)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var problem: (any Error)?
            do { try await server().run() } catch { problem = error }
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            // It also returns without an error when its listening socket breaks; the gateway goes on.
            note(.portBusy, because: problem)
            await pause()
        }
    }

    /// Waits until the port is to be tried again, or the server is to end.
    private func pause() async {
        let (pause, end) = AsyncStream<Void>.makeStream()
        let timer = group.next().scheduleTask(in: TimeAmount(settings.bindAgainAfter)) {
            end.finish()
        }
        await withGracefulShutdownHandler {
            for await _ in pause {}
        } onGracefulShutdown: {
            end.finish()
        }
        timer.cancel()
    }

    /// Tells how things are, once for each change.
    private func note(_ code: WebCondition.Code, because error: (any Error)? = nil) {
        let address = "\(settings.host):\(settings.port)"
        let hint =
            switch code {
            case .portBusy: hint(address, error)
            case .open:
                "Everybody who reaches \(address) may read; set http.token_file, or listen on 127.0.0.1."
            case .ok, .starting: ""
            }
        let change = condition.withLock { condition -> WebCondition? in
            guard condition?.code != code else { return nil }
            condition = WebCondition(code, hint: hint, since: .now())
            return condition
        }
        guard let change else { return }
        if code == .portBusy {
            logger.warning(
                "web_port_busy: running without the page; the port is tried again",
                metadata: ["address": "\(address)", "why": "\(error.map { "\($0)" } ?? "")"])
        }
        onCondition(change)
    }

    private func hint(_ address: String, _ error: (any Error)?) -> String {
        let again = "it is tried again every \(settings.bindAgainAfter.components.seconds) s"
        guard let error else { return "\(address) does not listen any more; \(again)." }
        guard (error as? IOError)?.errnoCode == EADDRINUSE else {
            return "\(address) cannot be had (\(error)); look at http.listen; \(again)."
        }
        return
            "Another program has \(address); stop it, or set another port at http.listen; \(again)."
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
            onServerRunning: { [self] channel in
                let port = channel.localAddress?.port ?? settings.port
                logger.info(
                    "Page and interface", metadata: ["at": "http://\(settings.host):\(port)"])
                if case .open = settings.access {
                    logger.warning("web_open: everybody who reaches the address may read")
                    note(.open)
                } else {
                    note(.ok)
                }
                onBound(port)
            },
            eventLoopGroup: group, logger: quiet)
    }
}
