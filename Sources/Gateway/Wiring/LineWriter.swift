// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking

/// Writes lines of the log in their order on a queue of its own, so that nobody waits for whoever reads
/// the log: no port, and not the end.
///
/// At most a thousand lines wait; a newer one is lost then, as is one that cannot be written. The next
/// one that is written, or a line at the end, says how many were.
final class LineWriter: TextOutputStream, Sendable {
    /// The most that wait.
    static let limit = 1_000

    private struct State {
        var waiting = 0
        /// How many were lost and not told.
        var lost = 0
        /// Whether the end of the line that was written last is missing.
        var isTorn = false
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
            hand(over: line, &state)
        }
    }

    /// Waits until what was handed over is written, for a time at most: nobody may read the log any
    /// more.
    func flush(within limit: DispatchTimeInterval) {
        let isWritten = DispatchSemaphore(value: 0)
        queue.async { isWritten.signal() }
        _ = isWritten.wait(timeout: .now() + limit)
    }

    /// Says what was lost last, and flushes.
    func finish(within limit: DispatchTimeInterval) {
        state.withLock { state in
            if state.lost > 0 { hand(over: "", &state) }
        }
        flush(within: limit)
    }

    /// Under the lock, so that lines keep their order.
    private func hand(over line: String, _ state: inout State) {
        state.waiting += 1
        let lost = state.lost
        state.lost = 0
        queue.async { self.put(line, lost) }
    }

    private func put(_ line: String, _ lost: Int) {
        let wasTorn = state.withLock { $0.isTorn }
        let text = (wasTorn ? "\n" : "") + (lost == 0 ? line : line.noting(lost))
        let count = writeAll(Array(text.utf8), to: descriptor)
        state.withLock { state in
            state.waiting -= 1
            if count > 0 { state.isTorn = count < text.utf8.count }
            if count < text.utf8.count { state.lost += lost + 1 }
        }
    }
}

extension String {
    /// The line with how many were lost before it.
    fileprivate func noting(_ lost: Int) -> String {
        "\(hasSuffix("\n") ? String(dropLast()) : self) (lost_lines=\(lost))\n"
    }
}
