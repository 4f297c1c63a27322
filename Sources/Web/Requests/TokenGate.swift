// SPDX-License-Identifier: Apache-2.0
import Locking

/// Lets those in who show the token, and slows down those who guess.
final class TokenGate: Sendable {
    /// What the gate says to a request.
    enum Verdict: Sendable, Hashable {
        case granted
        /// No token was shown.
        case missing
        /// A wrong one was shown.
        case wrong
        /// There were too many wrong ones; the wait is in seconds.
        case tooMany(wait: Int64)
    }

    /// How many wrong tokens an address may show in ``window``.
    static let tries = 5
    static let window = Duration.seconds(60)
    /// How many addresses are remembered.
    static let addressLimit = 1_024

    private struct State {
        /// When each address showed wrong tokens, at most ``tries`` of them.
        var failures: [String: [ContinuousClock.Instant]] = [:]
        var count: UInt64 = 0
    }

    private let access: WebAccess
    private let state = Mutex(State())

    init(_ access: WebAccess) { self.access = access }

    /// How many wrong tokens were shown since the start.
    var failures: UInt64 { state.withLock { $0.count } }

    /// Judges the field Authorization of a request.
    func check(_ field: String?, from address: String, now: ContinuousClock.Instant) -> Verdict {
        guard case .token(let matches) = access else { return .granted }
        if let wait = wait(address, now) { return .tooMany(wait: wait) }
        guard let field else { return .missing }
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer", matches(words[1]) else {
            fail(address, now)
            return .wrong
        }
        return .granted
    }

    private func wait(_ address: String, _ now: ContinuousClock.Instant) -> Int64? {
        state.withLock { state in
            guard let failures = state.failures[address], failures.count >= TokenGate.tries,
                let first = failures.first
            else { return nil }
            let rest = now.duration(to: first + TokenGate.window)
            return rest > .zero ? rest.components.seconds + 1 : nil
        }
    }

    private func fail(_ address: String, _ now: ContinuousClock.Instant) {
        state.withLock { state in
            state.count += 1
            let begin = now - TokenGate.window
            if state.failures[address] == nil, state.failures.count >= TokenGate.addressLimit {
                state.failures = state.failures.filter { ($0.value.last ?? begin) > begin }
                // Whoever has a thousand addresses: nobody's failures are forgotten for them.
                guard state.failures.count < TokenGate.addressLimit else { return }
            }
            let recent = state.failures[address, default: []].filter { $0 > begin } + [now]
            state.failures[address] = recent.suffix(TokenGate.tries)
        }
    }
}
