// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Logging
public import Readings

// What the log is asked.
extension TelegramLog {
    /// The replay floor of every epoch: a verified frame whose counter is not above it has been
    /// seen.
    ///
    /// Empty when the task is cancelled before the writer could say.
    public func replayFloors() async -> [EpochID: UInt32] {
        await ask(otherwise: [:]) { ($0.foresight ?? $0.ledger).floors }
    }

    /// Has `body` told the replay floors, on the writer's queue.
    public func replayFloors(_ body: @escaping @Sendable ([EpochID: UInt32]) -> Void) {
        queue.async { body(self.work { ($0.foresight ?? $0.ledger).floors }) }
    }

    /// Has `body` told the telegram of each meter that was stored last, on the writer's queue.
    public func latestTelegrams(_ body: @escaping @Sendable ([TelegramRecord]) -> Void) {
        queue.async { body(self.work { $0.latestTelegrams() }) }
    }

    /// Lets the frame counter of a meter begin anew, by an operator's order; what came of it.
    ///
    /// `heard` is the epoch that its channel accepted or refused a genuine frame of last. Without it,
    /// all epochs that are stored under the meter's name begin anew.
    @discardableResult
    public func acceptCounter(_ meter: MeterID, heard: EpochID? = nil) async -> CounterOutcome {
        let outcome = await ask(otherwise: .unwritten) { $0.acceptCounter(meter, heard: heard) }
        if outcome != .nothingKnown {
            logger.notice("Frame counter begins anew by order", metadata: ["meter": "\(meter)"])
        }
        return outcome
    }

    /// The account of every epoch of a meter, in the order in which they began.
    public func accounts(_ meter: MeterID) async -> [EpochAccount] {
        await ask(otherwise: []) { writer in
            writer.ledger.streams.filter { $0.meter == meter }.map(\.account)
        }
    }

    /// The latest gaps of a meter, newest first.
    public func gaps(_ meter: MeterID, limit: Int = 100) async -> [TelegramGap] {
        await ask(otherwise: []) { $0.gaps(meter, limit: limit) }
    }
}
