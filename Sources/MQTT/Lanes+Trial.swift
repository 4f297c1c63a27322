// SPDX-License-Identifier: Apache-2.0

/// The lanes while a message is sought on which the broker closes the connection.
extension Lanes {
    /// What the end of a connection says of the messages that were under way.
    enum Finding: Sendable {
        /// Nothing.
        case nothing
        /// The message that was alone may be the reason.
        case suspicious
        /// The message that was alone is too large for the broker.
        case guilty
    }

    /// Whether a message waits until nothing else is under way.
    func goesAlone(_ origin: Origin) -> Bool {
        guard let trial else { return false }
        if case .final = origin { return false }
        return origin.size >= trial.size
    }

    /// Takes out the next message with QoS 1 that may go now; `isFirst` tells that nothing was taken
    /// out just before it.
    mutating func nextInTurn(
        now: ContinuousClock.Instant, isFirst: Bool, expired: inout [StreamLane.Item]
    ) -> (Origin, OutboundMessage)? {
        guard trial != nil else { return next(now: now, expired: &expired) }
        guard !underway.contains(where: goesAlone) else { return nil }
        while let (origin, message) = next(now: now, expired: &expired) {
            guard goesAlone(origin) else { return (origin, message) }
            _ = hold(origin, until: now + .seconds(3_600))
            trial?.postpone(origin.topic)
        }
        guard isFirst, underway.count == 0, let topic = trial?.takeTurn() else { return nil }
        release([topic])
        return next(now: now, expired: &expired)
    }

    /// Weighs what was under way when a broker that lives ended the connection and did not say why;
    /// `size` is that of the largest message sent without an answer to wait for.
    mutating func examine(over size: Int, now: ContinuousClock.Instant) -> Finding {
        guard let suspect = underway.largest(over: size) else {
            trial = nil
            return .nothing
        }
        guard underway.count == 1, goesAlone(suspect.origin),
            let isGuilty = trial?.connectionEnded(alone: now - suspect.sentAt)
        else {
            trial = Trial(size: suspect.origin.size)
            return .nothing
        }
        guard isGuilty else { return .suspicious }
        // What else is as large goes alone too.
        trial = trial.flatMap { Trial(size: $0.size) }
        return .guilty
    }

    /// Nothing goes alone any more.
    mutating func endTrial() {
        release(Set(trial?.topics ?? []))
        trial = nil
    }
}
