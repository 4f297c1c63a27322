// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How a sink is given telegrams: in the same go as they are stored, without being asked.
///
/// Both actions are called on the writer's queue, one after the other with nothing given in between,
/// so that what one meter's telegrams are given in is the order they were stored in. They must not
/// wait, nor call the log.
public struct StandingOrder: Sendable {
    let sink: String
    let share: Int
    let busy: @Sendable () -> Set<MeterID>?
    let take: @Sendable ([Delivery]) -> Void

    /// An order for a sink: the next telegrams of every meter, at most `share` of each.
    ///
    /// Nothing is given of the meters that `busy` names, and nothing at all while it names none,
    /// `nil`.
    public init(
        _ sink: String, share: Int, busy: @escaping @Sendable () -> Set<MeterID>?,
        take: @escaping @Sendable ([Delivery]) -> Void
    ) {
        (self.sink, self.share, self.busy, self.take) = (sink, share, busy, take)
    }
}
