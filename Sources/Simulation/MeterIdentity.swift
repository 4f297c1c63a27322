// SPDX-License-Identifier: Apache-2.0

/// Which meter it is: the serial number inside the system title, and the name made of it.
///
/// `53 41 47 | 67 | 7sss ssss`: maker SAG, device type 103, function type 7, 28 bits of serial
/// number. Written out in decimal that is `SAG1030700114004`, what 0-0:42.0.0 says.
public struct MeterIdentity: Sendable, Hashable {
    /// The serial number, at most eight decimal digits.
    public let serial: UInt32

    /// Takes the last eight decimal digits of a serial number.
    public init(serial: UInt32) { self.serial = serial % 100_000_000 }

    /// The eight bytes that begin each nonce.
    public var systemTitle: [UInt8] {
        let number = 0x7000_0000 | serial
        return Array("SAG".utf8) + [0x67]
            + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    /// The name that is printed on the meter, `SAG1030700114004`.
    public var name: String {
        let digits = String(serial)
        return "SAG10307" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
