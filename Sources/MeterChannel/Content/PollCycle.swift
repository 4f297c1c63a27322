// SPDX-License-Identifier: Apache-2.0

/// The steps of asking a sensor: assert, wait 200 ms, take the first valid line within a second,
/// release.
struct PollCycle: Sendable {
    /// Where in the cycle it is.
    enum Phase: Sendable, Equatable {
        /// Released until the next turn.
        case resting(until: Int64)
        /// Asserted; what comes now counts when the wait is over.
        case settling(until: Int64)
        /// Asserted; the first valid line counts.
        case listening(until: Int64)
    }

    private static let settle = Duration.milliseconds(200).nanoseconds
    private static let listen = Duration.seconds(1).nanoseconds
    private let every: Int64
    private var nextTurn: Int64
    private(set) var phase: Phase
    /// Turns in a row that gave no valid line.
    private(set) var emptyTurns = 0

    init(every: Duration, startingAt now: Int64) {
        self.every = max(every.nanoseconds, 2 * (PollCycle.settle + PollCycle.listen))
        nextTurn = now
        phase = .resting(until: now)
    }

    var isAsserted: Bool {
        if case .resting = phase { return false }
        return true
    }

    var isListening: Bool {
        if case .listening = phase { return true }
        return false
    }

    var deadline: Int64 {
        switch phase {
        case .resting(let until), .settling(let until), .listening(let until): until
        }
    }

    /// Goes on when the deadline has passed.
    mutating func advance(at now: Int64) {
        guard now >= deadline else { return }
        switch phase {
        case .resting:
            nextTurn = now + every
            phase = .settling(until: now + PollCycle.settle)
        case .settling: phase = .listening(until: now + PollCycle.listen)
        case .listening:
            emptyTurns += 1
            rest(at: now)
        }
    }

    /// Takes note that a valid line came; the line is released until the next turn.
    mutating func answered(at now: Int64) {
        emptyTurns = 0
        rest(at: now)
    }

    private mutating func rest(at now: Int64) {
        if nextTurn <= now { nextTurn = now + every }
        phase = .resting(until: nextTurn)
    }
}
