// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking
public import Readings

// The sinks' side.
extension TelegramLog {
    /// The next telegrams of every meter for a sink, at most `share` of each, in order per meter;
    /// none of those meters that are `held` back.
    ///
    /// Each is given once, until it is acknowledged or refused.
    public func nextOfEach(
        _ sink: String, share: Int, except held: Set<MeterID> = []
    ) async -> [Delivery] {
        await ask(otherwise: []) { $0.nextOfEach(sink, share: share, except: held) }
    }

    /// Has a sink given telegrams from now on as they are stored.
    public func serve(_ order: StandingOrder) { standing.withLock { $0 = order } }

    /// Gives the sink of the standing order what there is for it, whenever that was stored; whether
    /// there was anything.
    public func serveNow() async -> Bool {
        guard let order = standing.withLock({ $0 }) else { return false }
        return await ask(otherwise: false) { $0.give(order) }
    }

    /// A sink has taken telegrams.
    public func acknowledge(_ sink: String, _ tokens: [UInt64]) {
        settle(sink, tokens, isParked: false)
    }

    /// A sink will never take these telegrams: they stay in the log, are counted, and hold nothing
    /// up.
    public func refuse(_ sink: String, _ tokens: [UInt64]) { settle(sink, tokens, isParked: true) }

    /// What a sink has yet to take, with the age of the oldest as of the last tick.
    public func backlog(_ sink: String) -> Backlog { snapshot().backlogs[sink] ?? Backlog() }

    private func settle(_ sink: String, _ tokens: [UInt64], isParked: Bool) {
        let isFirst = answers.withLock { answers in
            defer {
                answers += tokens.map { SinkAnswer(sink: sink, token: $0, isRefusal: isParked) }
            }
            return answers.isEmpty
        }
        // What comes before the writer has taken the first up goes with it.
        if isFirst { queue.async { self.work { _ in } } }
    }
}
