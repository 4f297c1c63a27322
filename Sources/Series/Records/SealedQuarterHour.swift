// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A quarter-hour as it was written down for good, in the chain of its meter.
public struct SealedQuarterHour: Sendable, Hashable {
    /// Its number in the meter's chain, from 1.
    public let number: Int64
    /// Which meter.
    public let meter: MeterID
    /// Where the quarter-hour begins.
    public let start: UTCTime
    /// What was written down, as one line of text without its end (see `docs/history.md`).
    public let text: String
    /// SHA-256 over the hash before it in hex, a line feed, and the text; 64 hex digits.
    public let hash: String

    /// Puts it together.
    public init(number: Int64, meter: MeterID, start: UTCTime, text: String, hash: String) {
        self.number = number
        self.meter = meter
        self.start = start
        self.text = text
        self.hash = hash
    }

    /// What stands in place of the hash before the first: 64 zeros.
    public static let origin = String(repeating: "0", count: 64)

    /// The line that a quarter-hour is written down as.
    public static func text(_ row: SeriesRow) -> String {
        var fields = [
            "1", row.meter.text, "\(row.period.start)", "\(row.period.end)", row.quality.rawValue,
            "\(row.evidence.telegrams)", row.evidence.firstCounter.map { "\($0)" } ?? "-",
            row.evidence.lastCounter.map { "\($0)" } ?? "-",
            row.evidence.authentication?.rawValue ?? "-",
        ]
        for span in row.registers {
            fields.append("\(span.name)=\(span.start),\(span.end),\(span.difference)")
        }
        return fields.joined(separator: "|")
    }

    /// What the hash of a record is made of.
    public static func bytes(_ text: String, after hash: String) -> [UInt8] {
        Array("\(hash)\n\(text)".utf8)
    }
}
