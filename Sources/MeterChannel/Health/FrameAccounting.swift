// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline

/// Counts the frames of an epoch so that none is unaccounted for: stored + missed = last − first +
/// 1.
///
/// A meter adds one to its counter with each frame it sends, so a difference of more than one is a
/// frame that was sent and not seen. An epoch is a system title under one key.
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
        /// The first frame of all.
        case first
        /// The first one under another key.
        case keyChanged
        /// The first one of another meter.
        case meterSwapped
    }

    /// Counts a verified frame whose counter is above the floor.
    mutating func count(_ counter: FrameCounter, _ newEpoch: ReplayFloor.Epoch) -> Change {
        guard let old = epoch, old == newEpoch, let before = last else {
            let change: Change =
                switch epoch {
                case nil: .first
                case .some(let old): old.title == newEpoch.title ? .keyChanged : .meterSwapped
                }
            (epoch, first, last, stored, missed) = (newEpoch, counter, counter, 1, 0)
            return change
        }
        let between = UInt64(counter.value) - UInt64(before.value) - 1
        last = counter
        stored += 1
        missed += between
        return between == 0 ? .next : .gap(between)
    }
}
