// SPDX-License-Identifier: Apache-2.0
import Dispatch
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
        queue.async { self.work { $0.settle(sink, tokens, isParked: isParked) } }
    }
}
