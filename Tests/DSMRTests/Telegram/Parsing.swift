// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import TestSupport

/// A telegram that could not be read at all.
struct NoTelegram: Error {}

extension Telegram {
    /// Reads a telegram made of lines.
    static func of(
        _ lines: String..., header: String = "/Lux5\\253770123_A", winterOffset: Int64 = 3_600
    ) throws -> Telegram {
        try of(ClearTelegram.bytes(lines, header: header), winterOffset: winterOffset)
    }

    /// Reads the bytes of a telegram.
    static func of(_ bytes: [UInt8], winterOffset: Int64 = 3_600) throws -> Telegram {
        var telegram = Telegram()
        try telegram.read(bytes, winterOffset: winterOffset)
        return telegram
    }

    /// Reads the bytes of a telegram into the storage of the one before.
    mutating func read(_ bytes: [UInt8], winterOffset: Int64 = 3_600) throws {
        guard takeApart(bytes, winterOffset: winterOffset) else { throw NoTelegram() }
    }

    /// Each object as `code value value`, exactly as sent.
    var lines: [String] {
        objects.map { object in
            let texts = values(of: object).map { String(decoding: bytes(of: $0), as: UTF8.self) }
            let code = String(decoding: codeBytes(of: object), as: UTF8.self)
            return ([code] + texts).joined(separator: " ")
        }
    }

    /// The broken lines as `offset problem`.
    var broken: [String] { faults.map { "\($0.offset) \($0.problem.rawValue)" } }

    /// The readings as `name value`, in order.
    var readings: [String] {
        ReadingList(self).readings.map { reading in
            switch reading.value {
            case .number(let number): "\(reading.name) \(number)"
            case .text(let text): "\(reading.name) \"\(text)\""
            case .time(let time): "\(reading.name) \(time)"
            }
        }
    }
}
