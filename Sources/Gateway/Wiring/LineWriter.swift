// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking
import Logging

/// Writes lines of the log in their order on a queue of its own, so that nobody waits for whoever reads
/// the log.
///
/// At most a thousand lines wait; a newer one is lost then, and the next one that is written says how
/// many were.
final class LineWriter: Sendable {
    /// The most that wait.
    static let limit = 1_000

    private struct State {
        var waiting = 0
        var lost = 0
    }

    private let logger: Logger
    private let queue = DispatchQueue(label: "health-log")
    private let state = Mutex(State())

    init(_ logger: Logger) { self.logger = logger }

    /// Hands a line over.
    func write(_ level: Logger.Level, _ message: Logger.Message, _ facts: Logger.Metadata) {
        guard logger.logLevel <= level else { return }
        state.withLock { state in
            guard state.waiting < LineWriter.limit else {
                state.lost += 1
                return
            }
            state.waiting += 1
            var facts = facts
            if state.lost > 0 { facts["lost_lines"] = "\(state.lost)" }
            state.lost = 0
            // Under the lock, so that lines keep their order.
            queue.async { [self, facts] in
                logger.log(level: level, message, metadata: facts)
                self.state.withLock { $0.waiting -= 1 }
            }
        }
    }
}
