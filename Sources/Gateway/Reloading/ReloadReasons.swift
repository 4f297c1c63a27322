// SPDX-License-Identifier: Apache-2.0
import Locking

/// Why the configuration has to be read again; what comes while it is being read is kept together.
final class ReloadReasons: Sendable {
    /// An order, or the file.
    enum Reason: String, CaseIterable {
        case hangUp = "SIGHUP"
        case changed = "the file changed"
    }

    private let waiting = Mutex<Set<Reason>>([])
    private let told: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    init() {
        (told, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// There is a reason.
    func add(_ reason: Reason) {
        waiting.withLock { _ = $0.insert(reason) }
        tell.yield()
    }

    /// No more will come.
    func finish() { tell.finish() }

    /// The reasons that came since the last call; waits for the first, `nil` at the end.
    func next() async -> Set<Reason>? {
        for await _ in told {
            let reasons = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            if !reasons.isEmpty { return reasons }
        }
        return nil
    }
}
