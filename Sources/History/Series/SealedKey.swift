// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

/// Where a record stands in the table `sealed`: meter ×23 bits | number in its chain ×40.
struct SealedKey: Sendable, Hashable {
    let number: Int64

    init(_ meter: Int64, _ record: Int64) { number = meter << 40 | record }

    init(_ number: Int64) { self.number = number }

    /// The record's number in the chain of its meter.
    var record: Int64 { number & (1 << 40 - 1) }
}

extension SealedQuarterHour {
    /// Reads the four columns of a record.
    init(_ row: Row, _ meter: MeterID) throws {
        self.init(
            number: SealedKey(try row.integer(0)).record, meter: meter,
            start: UTCTime(milliseconds: try row.integer(1)), text: try row.text(2),
            hash: try row.text(3))
    }

    /// Whether the line says what the columns beside it say.
    func isOf(_ meter: MeterID) -> Bool {
        start.milliseconds % 60_000 == 0 && text.hasPrefix("1|\(meter)|\(start)|")
    }
}

extension [UInt8] {
    /// Two lower-case hex digits a byte.
    var hexDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
