// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings

/// Writes one P1 telegram line by line, and keeps beside it what a reader must find.
struct TelegramText {
    private var text: [UInt8]
    /// Names of readings and their exact values, in the order of the lines.
    private(set) var readings: [SentReading] = []

    init(header: String) { text = Array("/\(header)\r\n\r\n".utf8) }

    /// A line as it stands, with the reading it means, if any.
    mutating func line(_ code: String, _ groups: String, name: String? = nil, reads: String? = nil)
    {
        text.append(contentsOf: code.utf8)
        text.append(contentsOf: groups.utf8)
        text.append(contentsOf: [0x0D, 0x0A])
        if let name, let reads { readings.append(SentReading(name: name, value: reads)) }
    }

    /// A quantity with its unit, filled up with zeros to `digits` before the point.
    mutating func quantity(
        _ code: String, _ value: FixedPoint, digits: Int, unit: String, name: String
    ) {
        let shown = TelegramText.padded(value, digits: digits)
        line(code, "(\(shown)*\(unit))", name: name, reads: value.description)
    }

    /// A whole number without a unit.
    mutating func count(_ code: String, _ value: Int, digits: Int, name: String? = nil) {
        let shown = TelegramText.padded(FixedPoint(Int64(value)), digits: digits)
        line(code, "(\(shown))", name: name, reads: String(value))
    }

    /// A number that follows from the lines and has none of its own.
    mutating func derived(_ name: String, _ value: FixedPoint) { noted(name, value.description) }

    /// A text that follows from the lines and has none of its own.
    mutating func noted(_ name: String, _ value: String) {
        readings.append(SentReading(name: name, value: value))
    }

    /// The whole telegram, with its checksum behind the `!`.
    func finished() -> [UInt8] {
        let body = text + [UInt8(ascii: "!")]
        return body + Array(HexText.upper(CRC16.arc(body.span)).utf8) + [0x0D, 0x0A]
    }

    /// `000123.456`: the sign, then at least so many digits before the point.
    static func padded(_ value: FixedPoint, digits: Int) -> String {
        let magnitude = FixedPoint(abs(value.mantissa), decimals: value.decimals).description
        let whole = magnitude.prefix { $0 != "." }.count
        let sign = value.mantissa < 0 ? "-" : ""
        return sign + String(repeating: "0", count: max(0, digits - whole)) + magnitude
    }
}
