// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline

/// Counts the frames of an epoch so that none is unaccounted for: stored + missed = last − first +
/// 1.
///
/// A meter adds one to its counter with each frame it sends, so a difference of more than one is a
/// frame that was sent and not seen. An epoch is a system title under one key; its account begins anew
/// where the counter falls, which it does by an operator's order only.
struct FrameAccounting: Sendable, Hashable {
    /// The epoch that is counted now.
    private(set) var epoch: ReplayFloor.Epoch?
    /// The counter of the epoch's first frame seen.
    private(set) var first: FrameCounter?
    /// The counter of the latest one.
    private(set) var last: FrameCounter?
    /// How many frames were accepted.
    private(set) var stored: UInt64 = 0
    /// How many counter values between first and last were never seen.
    private(set) var missed: UInt64 = 0

    /// What a frame changed.
    enum Change: Sendable, Hashable {
        /// It followed the last one.
        case next
        /// That many frames lie between it and the last one.
        case gap(UInt64)
        /// It is the first one of its account.
        case first
    }

    /// Counts a verified frame whose counter is above the floor.
    mutating func count(_ counter: FrameCounter, _ newEpoch: ReplayFloor.Epoch) -> Change {
        guard epoch == newEpoch, let before = last, counter > before else {
            (epoch, first, last, stored, missed) = (newEpoch, counter, counter, 1, 0)
            return .first
        }
        let between = UInt64(counter.value) - UInt64(before.value) - 1
        last = counter
        stored += 1
        missed += between
        return between == 0 ? .next : .gap(between)
    }
}
