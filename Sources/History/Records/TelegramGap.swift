// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Frames that a meter sent and that are not in the log.
public struct TelegramGap: Sendable, Hashable {
    /// Which meter.
    public let meter: MeterID
    /// Its epoch.
    public let epoch: EpochID
    /// The first and the last missing counter.
    public let counters: ClosedRange<UInt32>
    /// When the last telegram before it was received; `nil` when that one is not in the log any
    /// more.
    public let from: UTCTime?
    /// When the first telegram after it was received.
    public let to: UTCTime
    /// Why.
    public let cause: GapCause
    /// What the registers gained over the gap, exactly; only an unknown register is `nil`.
    public let energy: EnergyRegisters

    /// How many frames are missing.
    public var count: UInt64 { UInt64(counters.upperBound) - UInt64(counters.lowerBound) + 1 }
}
