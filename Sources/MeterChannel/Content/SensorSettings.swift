// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Sensors

/// What a sensor's channel must know of its sensor.
public struct SensorSettings: Sendable {
    /// When values are published.
    public enum Timing: Sendable, Hashable {
        /// With each valid line.
        case eachLine
        /// The median of what came, at this interval.
        case every(Duration)
        /// By asserting the request line, at this interval, and reading the first valid line.
        case poll(Duration)
    }

    /// Its short name.
    public var id: MeterID
    /// The port as configured, for health.
    public var port: String
    /// How it writes its values.
    public var format: SensorFormat
    /// When its values are published.
    public var timing: Timing
    /// The published values.
    public var values: [SensorValueDefinition]

    /// Describes a sensor.
    public init(
        id: MeterID, port: String, format: SensorFormat, timing: Timing,
        values: [SensorValueDefinition]
    ) {
        self.id = id
        self.port = port
        self.format = format
        self.timing = timing
        self.values = values
    }
}
