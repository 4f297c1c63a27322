// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// The level of a tank over a day, drawn below the power.
public struct LevelCurve: Sendable {
    /// What people call the sensor.
    public let name: String
    /// Which of its values: `volume_l`.
    public let quantity: Quantity
    /// Its rows in order.
    public let rows: [SeriesRow]
    /// What it holds when full, if that is known.
    public let capacity: FixedPoint?
    /// The sensor's silences that touch the day.
    public let gaps: [MissingEnergy]

    /// Puts it together.
    public init(
        name: String, quantity: Quantity, rows: [SeriesRow], capacity: FixedPoint? = nil,
        gaps: [MissingEnergy] = []
    ) {
        self.name = name
        self.quantity = quantity
        self.rows = rows
        self.capacity = capacity
        self.gaps = gaps
    }
}
