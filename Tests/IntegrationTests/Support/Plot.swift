// SPDX-License-Identifier: Apache-2.0
import Locking

/// The right to build a house: a machine with two cores bears a few at a time, and one while times are measured.
final class Plot: Sendable {
    private struct State {
        var free = Plot.all
        var waiting: [(size: Int, continuation: CheckedContinuation<Void, Never>)] = []

        /// Those at the head of the queue for whom there is room now.
        mutating func admit() -> [CheckedContinuation<Void, Never>] {
            var admitted: [CheckedContinuation<Void, Never>] = []
            while let next = waiting.first, next.size <= free {
                free -= next.size
                admitted.append(waiting.removeFirst().continuation)
            }
            return admitted
        }
    }

    private static let all = 4
    private static let state = Mutex(State())
    private let size: Int

    private init(size: Int) { self.size = size }

    /// Waits for a free plot, or for all of them; what was taken is given back with the last reference to it.
    static func free(alone: Bool = false) async -> Plot {
        let size = alone ? all : 1
        await withCheckedContinuation { continuation in
            let admitted = state.withLock { state in
                state.waiting.append((size, continuation))
                return state.admit()
            }
            for admitted in admitted { admitted.resume() }
        }
        return Plot(size: size)
    }

    deinit {
        let admitted = Plot.state.withLock { state in
            state.free += size
            return state.admit()
        }
        for admitted in admitted { admitted.resume() }
    }
}
