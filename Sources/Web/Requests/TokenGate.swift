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

    /// How many wrong tokens are told of in ``window``, whoever shows them.
    static let tellings = 10

    private struct State {
        /// When each address showed wrong tokens, at most ``tries`` of them.
        var failures: [String: [ContinuousClock.Instant]] = [:]
        var count: UInt64 = 0
        /// When somebody was told, at most ``tellings`` times.
        var told: [ContinuousClock.Instant] = []
        var untold: UInt64 = 0
    }

    private let access: WebAccess
    private let onFailure: @Sendable (WrongToken) -> Void
    private let state = Mutex(State())

    /// `onFailure` is told of the first wrong token of an address and of the one that shuts it out.
    init(_ access: WebAccess, onFailure: @escaping @Sendable (WrongToken) -> Void = { _ in }) {
        self.access = access
        self.onFailure = onFailure
    }

    /// How many wrong tokens were shown since the start.
    var failures: UInt64 { state.withLock { $0.count } }

    /// Judges the field Authorization of a request.
    func check(_ field: String?, from address: String, now: ContinuousClock.Instant) -> Verdict {
        guard case .token(let matches) = access else { return .granted }
        if let wait = wait(address, now) { return .tooMany(wait: wait) }
        guard let field else { return .missing }
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer", matches(words[1]) else {
            if let news = fail(address, now) { onFailure(news) }
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

    /// Notes a wrong token; what somebody is to be told, if anything.
    private func fail(_ address: String, _ now: ContinuousClock.Instant) -> WrongToken? {
        state.withLock { state in
            state.count += 1
            let begin = now - TokenGate.window
            if state.failures[address] == nil, state.failures.count >= TokenGate.addressLimit {
                // Whoever has a thousand addresses must not open the gate to all others.
                let oldest = state.failures.min { $0.value.last ?? begin < $1.value.last ?? begin }
                if let oldest { state.failures[oldest.key] = nil }
            }
            let recent = state.failures[address, default: []].filter { $0 > begin } + [now]
            state.failures[address] = recent.suffix(TokenGate.tries)
            state.told.removeAll { $0 <= begin }
            guard recent.count == 1 || recent.count == TokenGate.tries,
                state.told.count < TokenGate.tellings
            else {
                state.untold += 1
                return nil
            }
            defer { state.untold = 0 }
            state.told.append(now)
            return WrongToken(address: address, tries: recent.count, untold: state.untold)
        }
    }
}
