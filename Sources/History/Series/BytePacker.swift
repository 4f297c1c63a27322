// SPDX-License-Identifier: Apache-2.0
import Readings

/// Writes numbers into as few bytes as they need: seven bits a byte, the lowest first.
struct BytePacker: Sendable {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// A number that is not negative.
    mutating func count(_ value: some BinaryInteger) {
        var rest = UInt64(clamping: value)
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Any number; small ones of either sign are short.
    mutating func integer(_ value: Int64) {
        count(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// A number or nothing.
    mutating func optional(_ value: Int64?) {
        byte(value == nil ? 0 : 1)
        if let value { integer(value) }
    }

    mutating func text(_ value: String?) {
        count(value.map { $0.utf8.count + 1 } ?? 0)
        if let value { bytes.append(contentsOf: value.utf8) }
    }

    mutating func number(_ value: FixedPoint) {
        byte(value.decimals)
        integer(value.mantissa)
    }
}
