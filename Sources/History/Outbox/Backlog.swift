// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a sink has yet to take.
public struct Backlog: Sendable, Hashable {
    /// How many telegrams, those in flight included.
    public var count = 0
    /// When the oldest of them was received; as of the last tick, `nil` when there is none.
    public var oldest: UTCTime?
    /// How many were refused for good and set aside.
    public var parked: UInt64 = 0
}
