// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The values of a sensor at one moment.
public struct SensorUpdate: Sendable {
    /// Which sensor.
    public let sensor: MeterID
    /// When they were read.
    public let received: UTCTime
    /// Its values by name; empty when it sees nothing or all are out of range.
    public let readings: [Reading]
}
