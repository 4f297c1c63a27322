// SPDX-License-Identifier: Apache-2.0

/// One valid reading of a sensor.
public struct SensorSample: Sendable, Hashable {
    /// Where its first byte stands in the stream, from 0.
    public let offset: Int
    /// The bytes as they came, with the line's end.
    public let raw: [UInt8]
    /// The values in the order of the format's names; empty when the sensor says that it sees
    /// nothing.
    public let values: [SensorValue]

    /// How many bytes it takes.
    public var length: Int { raw.count }

    /// Puts a sample together.
    public init(offset: Int, raw: [UInt8], values: [SensorValue]) {
        self.offset = offset
        self.raw = raw
        self.values = values
    }
}
