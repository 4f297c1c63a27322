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
/// The proofs: each event loop runs a job, the broker's thread goes round its loop, and the log's
/// writer comes to its next job. A part that hangs starves the watchdog, and the service manager
/// starts the gateway anew.
struct Watchdog: Service {
    let eventLoops: [any EventLoop]
    let client: MQTTClient
    let log: TelegramLog
    let logger: Logger

    func run() async throws {
        guard let period = Watchdog.period() else {
            try? await gracefulShutdown()
            return
        }
        let (ticks, tick) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let timer = eventLoops.first?.scheduleRepeatedTask(
            initialDelay: .zero, delay: TimeAmount(period / 2)
        ) { _ in tick.yield() }
        let turns = Mutex([Int](repeating: 0, count: eventLoops.count))
        await cancelWhenGracefulShutdown {
            var before: [Int] = []
            var beatsBefore: [UInt64] = []
            for await _ in ticks {
                let now = turns.withLock { $0 }
                let beats = [client.beat(), log.beat()]
                let areAlive =
                    zip(now, before).allSatisfy { $0 != $1 }
                    && zip(beats, beatsBefore).allSatisfy { $0 != $1 }
                if areAlive {
                    ServiceManager.notify("WATCHDOG=1")
                } else {
                    logger.error("A part hangs; the watchdog is not fed")
                }
                (before, beatsBefore) = (now, beats)
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
