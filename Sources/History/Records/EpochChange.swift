// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A meter goes on under another key, or another meter stands in its place.
public struct EpochChange: Sendable, Hashable {
    /// Which meter, as configured.
    public let meter: MeterID
    /// The epoch of the telegram before.
    public let from: EpochID
    /// The epoch of the first telegram after.
    public let to: EpochID
    /// When that one was received.
    public let at: UTCTime

    /// Whether it is still the same meter, and only its key is another.
    public var isSameMeter: Bool { from.title == to.title }
}
