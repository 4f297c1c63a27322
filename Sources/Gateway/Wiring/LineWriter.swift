// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking

/// Writes lines of the log in their order on a queue of its own, so that nobody waits for whoever reads
/// the log: no port, and not the end.
///
/// At most a thousand lines wait; a newer one is lost then, and the next one that is written says how
/// many were.
final class LineWriter: TextOutputStream, Sendable {
    /// The most that wait.
    static let limit = 1_000

    private struct State {
        var waiting = 0
        var lost = 0
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "log")
    private let state = Mutex(State())

    /// Writes to a descriptor that stays open.
    init(to descriptor: Int32) { self.descriptor = descriptor }

    /// Hands a line over, with its end.
    func write(_ line: String) {
        state.withLock { state in
            guard state.waiting < LineWriter.limit else {
                state.lost += 1
                return
            }
            state.waiting += 1
            let lost = state.lost
            state.lost = 0
            // Under the lock, so that lines keep their order.
            queue.async { [self] in
                writeAll(Array((lost == 0 ? line : line.noting(lost)).utf8), to: descriptor)
                self.state.withLock { $0.waiting -= 1 }
            }
        }
    }

    /// Waits until what was handed over is written, for a time at most: nobody may read the log any
    /// more.
    func flush(within limit: DispatchTimeInterval) {
        let isWritten = DispatchSemaphore(value: 0)
        queue.async { isWritten.signal() }
        _ = isWritten.wait(timeout: .now() + limit)
    }
}

extension String {
    /// The line with how many were lost before it.
    fileprivate func noting(_ lost: Int) -> String {
        "\(hasSuffix("\n") ? String(dropLast()) : self) (lost_lines=\(lost))\n"
    }
}
