// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Locking
import Logging
import MQTT
import NIOCore
import ServiceLifecycle

/// Feeds the service manager's watchdog, only as long as every part proves that it makes progress.
///
/// The proofs: each event loop runs a job, the broker's thread goes round its loop, the log's
/// writer comes to its next job, and the outbox goes round its own. A part that hangs starves the
/// watchdog, and the service manager starts the gateway anew.
struct Watchdog: Service {
    private let eventLoops: [any EventLoop]
    private let client: MQTTClient
    private let outbox: TelegramOutbox
    private let logger: Logger
    /// The names of all parts, in the order of their numbers.
    let parts: [String]

    /// Watches the loops that serve ports, that of the page if there is one, and the rest.
    init(
        ports: [any EventLoop], page: (any EventLoop)?, client: MQTTClient, outbox: TelegramOutbox,
        logger: Logger
    ) {
        eventLoops = ports + [page].compactMap { $0 }
        parts =
            ports.indices.map { "ports, thread \($0 + 1)" } + (page == nil ? [] : ["page"])
            + ["broker", "telegram log", "outbox"]
        self.client = client
        self.outbox = outbox
        self.logger = logger
    }

    func run() async throws {
        guard let period = Watchdog.period() else {
            try? await gracefulShutdown()
            return
        }
        let (ticks, tick) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        // Four times a period: a part that is late once costs nothing.
        let timer = eventLoops.first?.scheduleRepeatedTask(
            initialDelay: .zero, delay: TimeAmount(period / 4)
        ) { _ in tick.yield() }
        let turns = Mutex([UInt64](repeating: 0, count: eventLoops.count))
        await cancelWhenGracefulShutdown {
            var vigil = Vigil(parts: parts)
            for await _ in ticks {
                let others = [client.beat(), outbox.log.beat(), outbox.beat()]
                switch vigil.look(turns.withLock { $0 } + others) {
                case .allAlive(let isNews):
                    ServiceManager.notify("WATCHDOG=1")
                    if isNews { logger.notice("All parts answer again") }
                case .late: logger.debug("A part is late; the watchdog is not fed")
                case .hanging(let names):
                    logger.error(
                        "A part hangs; the watchdog is not fed", metadata: ["part": "\(names)"])
                }
                for (index, loop) in eventLoops.enumerated() {
                    loop.execute { turns.withLock { $0[index] += 1 } }
                }
            }
        }
        timer?.cancel()
    }

    /// What the service manager asks for in `WATCHDOG_USEC`; `nil` when it does not.
    private static func period() -> Duration? {
        guard let text = unsafe getenv("WATCHDOG_USEC").map({ unsafe String(cString: $0) }),
            let microseconds = Int64(text), microseconds > 0
        else { return nil }
        return .microseconds(microseconds)
    }
}
