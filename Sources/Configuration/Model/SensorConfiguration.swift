// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Sensors

/// One raw serial sensor: an entry of `sensors`.
public struct SensorConfiguration: Sendable, Hashable {
    /// Its short name in topics and files.
    public let id: MeterID
    /// Its name for people; the id unless given.
    public let name: String
    /// Where and how it is read.
    public let port: PortSettings
    /// How it writes its values.
    public let format: SensorFormat
    /// When its values are published.
    public let timing: SensorTiming
    /// The published values in the order of the file; what the format offers when none are given.
    public let values: [SensorValueDefinition]
    /// Whether it is read at all.
    ///
    /// Default true.
    public let isEnabled: Bool
}
