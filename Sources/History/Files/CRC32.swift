// SPDX-License-Identifier: Apache-2.0

/// The checksum of Ethernet and zip (polynomial EDB88320, reflected).
enum CRC32 {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~remainder
    }
}
