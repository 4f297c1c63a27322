// SPDX-License-Identifier: Apache-2.0
import Locking

/// What may block for a minute, such as a question to a name server, done on a thread of its own, one
/// at a time, while the loop goes on with its round and can be told to end.
final class Errands {
    private enum Progress<Result: Sendable>: Sendable {
        case underway
        /// Nobody waits for it any more.
        case abandoned
        case done(Result?)
    }

    private final class Errand<Result: Sendable>: Sendable {
        let progress = Mutex(Progress<Result>.underway)

        var isOver: Bool {
            progress.withLock { if case .done = $0 { true } else { false } }
        }
    }

    private let core: ClientCore
    /// Whether the latest errand has not come back.
    private var isBusy: () -> Bool = { false }

    /// Errands of the loop of a client.
    init(_ core: ClientCore) {
        self.core = core
    }

    /// Waits for the result; nothing if there is none by the deadline, or the client is to end.
    ///
    /// A result that comes later is thrown away, and the next errand waits for it.
    func run<Result: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Result
    ) -> Result? {
        guard wait(until: deadline, for: { [isBusy] in !isBusy() }) else { return nil }
        let errand = Errand<Result>()
        let failure = OwnThread.start { [core] in
            let result = body()
            errand.progress.withLock { progress in
                if case .abandoned = progress {
                    progress = .done(nil)
                } else {
                    progress = .done(result)
                }
            }
            core.raise()
        }
        guard failure == 0 else { return nil }
        isBusy = { !errand.isOver }
        _ = wait(until: deadline) { errand.isOver }
        return errand.progress.withLock { progress in
            guard case .done(let result) = progress else {
                progress = .abandoned
                return nil
            }
            progress = .done(nil)
            return result
        }
    }

    /// Goes round until something is so; whether it became so in time.
    private func wait(until deadline: ContinuousClock.Instant, for isSo: () -> Bool) -> Bool {
        while !isSo() {
            let goesOn = core.access { if case .running = $0.phase { true } else { false } }
            guard goesOn, ContinuousClock.now < deadline else { return false }
            let woken = SocketReadiness.wait(
                socket: -1, forWriting: false, core.wake, until: deadline)
            core.noteWakeup(bySignal: woken.isWoken)
        }
        return true
    }
}
