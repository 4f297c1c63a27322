// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One telegram in clear, and what it says.
public struct MeterTelegram: Sendable, Hashable {
    /// The whole text from `/` to the line end behind the checksum.
    public let text: [UInt8]
    /// What the meter's clock shows, in whole seconds.
    public let time: UTCTime
    /// Every reading of the text, exactly.
    public let readings: [SentReading]

    /// The value of one reading.
    public subscript(name: String) -> String? { readings.first { $0.name == name }?.value }
}
