// SPDX-License-Identifier: Apache-2.0

/// Bytes as hex digits.
public enum HexText {
    /// Two upper-case digits a byte.
    public static func upper(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The four upper-case digits of a checksum.
    static func upper(_ checksum: UInt16) -> String {
        upper([UInt8(checksum >> 8), UInt8(checksum & 0xFF)])
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }
}
