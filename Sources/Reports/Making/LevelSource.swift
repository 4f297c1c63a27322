// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A sensor whose level is drawn below the power.
public struct LevelSource: Sendable, Hashable {
    /// Which sensor.
    public let sensor: MeterID
    /// What people call it.
    public let name: String
    /// The name of the reading: `volume_l`.
    public let reading: String
    /// What it holds when full, if that is known.
    public let capacity: FixedPoint?

    /// Puts it together.
    public init(sensor: MeterID, name: String, reading: String, capacity: FixedPoint?) {
        self.sensor = sensor
        self.name = name
        self.reading = reading
        self.capacity = capacity
    }
}
