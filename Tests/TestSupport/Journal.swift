// SPDX-License-Identifier: Apache-2.0
import Locking

/// What happened, in order, written by any thread, and a way for a test to wait for it.
public final class Journal<Element: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let id: Int
        let isFulfilled: @Sendable ([Element]) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var entries: [Element] = []
        var waiters: [Waiter] = []
        var nextID = 0
    }

    private let state = Mutex(State())

    /// An empty journal.
    public init() {}

    /// All entries so far.
    public var entries: [Element] { state.withLock { $0.entries } }

    /// Adds an entry and wakes those whose wait it ends.
    public func append(_ entry: Element) {
        let fulfilled = state.withLock { state in
            state.entries.append(entry)
            guard !state.waiters.isEmpty else { return [Waiter]() }
            let entries = state.entries
            let fulfilled = state.waiters.filter { $0.isFulfilled(entries) }
            state.waiters.removeAll { waiter in fulfilled.contains { $0.id == waiter.id } }
            return fulfilled
        }
        for waiter in fulfilled { waiter.continuation.resume(returning: true) }
    }

    /// Waits until the entries fulfil a condition; false when the deadline passed before.
    public func wait(
        within limit: Duration = .seconds(20),
        until isFulfilled: @escaping @Sendable ([Element]) -> Bool
    ) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let alarm = Task.detached { [self] in
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            expire(id)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if isFulfilled(state.entries) { return true }
                state.waiters.append(
                    Waiter(id: id, isFulfilled: isFulfilled, continuation: continuation))
                return false
            }
            if isThere { continuation.resume(returning: true) }
        }
    }

    private func expire(_ id: Int) {
        let expired = state.withLock { state in
            let expired = state.waiters.filter { $0.id == id }
            state.waiters.removeAll { $0.id == id }
            return expired
        }
        for waiter in expired { waiter.continuation.resume(returning: false) }
    }
}
