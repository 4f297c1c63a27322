// SPDX-License-Identifier: Apache-2.0
import DSMR

/// Telegrams in clear, written line by line.
public enum ClearTelegram {
    /// What stands behind the `!`.
    public enum Checksum: Sendable {
        /// The right CRC-16/ARC.
        case arc
        /// The right CRC-16/X-25.
        case x25
        /// These digits, whatever is right.
        case digits(String)
    }

    /// A telegram from `/` to the line end behind its checksum.
    public static func bytes(
        _ lines: [String], header: String = "/Lux5\\253770123_A", checksum: Checksum = .arc
    ) -> [UInt8] {
        seal(
            Array("\(header)\r\n\r\n\(lines.map { "\($0)\r\n" }.joined())!".utf8),
            checksum: checksum)
    }

    /// Puts a checksum and a line end behind bytes that end with `!`.
    public static func seal(_ body: [UInt8], checksum: Checksum = .arc) -> [UInt8] {
        let digits =
            switch checksum {
            case .arc: hex(CRC16.arc(body.span))
            case .x25: hex(CRC16.x25(body.span))
            case .digits(let digits): digits
            }
        return body + Array("\(digits)\r\n".utf8)
    }

    /// A Luxembourg list of 20 lines with a register that tells one telegram from the next.
    public static func luxembourg(_ number: Int, lines: Int = 20) -> [UInt8] {
        let usual = [
            "1-3:0.2.8(42)", "0-0:1.0.0(260311101500W)", "1-0:1.8.0(\(100_000 + number).678*kWh)",
            "1-0:2.8.0(002345.006*kWh)", "1-0:1.7.0(01.234*kW)", "1-0:2.7.0(00.200*kW)",
            "1-0:32.7.0(231.0*V)", "0-0:96.7.21(00013)", "0-0:96.13.0()", "0-1:24.1.0(003)",
            "0-1:24.2.1(260311100000W)(00112.384*m3)",
        ]
        return bytes((0..<lines).map { usual[$0 % usual.count] })
    }

    private static func hex(_ checksum: UInt16) -> String {
        let digits = String(checksum, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
