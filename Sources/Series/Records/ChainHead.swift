// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The end of a meter's chain of quarter-hours: who keeps it elsewhere can prove that nothing before
/// it was changed.
public struct ChainHead: Sendable, Hashable {
    /// Which meter.
    public let meter: MeterID
    /// How many records the chain has.
    public let number: Int64
    /// Where the last quarter-hour begins.
    public let start: UTCTime
    /// The hash of the last record; 64 hex digits.
    public let hash: String

    /// Puts it together.
    public init(meter: MeterID, number: Int64, start: UTCTime, hash: String) {
        self.meter = meter
        self.number = number
        self.start = start
        self.hash = hash
    }
}
