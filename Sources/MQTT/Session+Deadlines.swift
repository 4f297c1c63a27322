// SPDX-License-Identifier: Apache-2.0

/// The times of a connection: when something is due, and when it is over.
extension Session {
    /// When something is to be done without anybody's prompting; throws if it is too late for it.
    func deadline(after now: ContinuousClock.Instant)
        throws(MQTTFault) -> ContinuousClock.Instant
    {
        let times = core.access { state in
            var stop: ContinuousClock.Instant?
            if case .stopping(let flush, let deadline) = state.phase {
                stop = flush > now ? flush : deadline
            }
            return (stop: stop, held: state.lanes.heldUntil, sent: state.lanes.oldestSent)
        }
        let answerDue: ContinuousClock.Instant
        if connectedAt == nil {
            answerDue = begun + core.configuration.connackDeadline
            if now >= answerDue { throw .noAnswer }
        } else {
            answerDue = pulse.nextCheck
        }
        let acknowledgementDue = times.sent.map { $0 + core.configuration.acknowledgementDeadline }
        if let acknowledgementDue, now >= acknowledgementDue { throw .acknowledgementMissing }
        return [answerDue, acknowledgementDue, times.stop, times.held].compactMap { $0 }.min()
            ?? answerDue
    }

    /// Whether the client is stopped and nothing more can or need be said.
    func isStopped(_ handle: MosquittoHandle) -> Bool {
        let now = ContinuousClock.now
        let isConnected = connectedAt != nil
        enum Verdict { case goOn, leave, bidFarewell }
        let verdict: Verdict = core.access { state in
            guard case .stopping(let flush, let deadline) = state.phase else { return .goOn }
            guard isConnected, now < deadline else { return .leave }
            if now >= flush { state.lanes.sendOnlyFinals() }
            return state.lanes.isDrained ? .bidFarewell : .goOn
        }
        if verdict == .bidFarewell {
            handle.disconnect()
            _ = handle.write()
        }
        return verdict != .goOn
    }
}
