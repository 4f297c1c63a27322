// SPDX-License-Identifier: Apache-2.0

/// Reads the hex digits of a key.
enum HexDigits {
    /// The bytes of exactly 32 hex digits; blanks around them are allowed.
    static func key(_ text: some StringProtocol) throws(KeyError) -> [16 of UInt8] {
        var digits = Array(text.utf8)
        defer { wipe(&digits) }
        let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        let first = digits.firstIndex { !blank.contains($0) } ?? digits.endIndex
        let last = digits.lastIndex { !blank.contains($0) } ?? first - 1
        let count = last - first + 1
        var key = [16 of UInt8](repeating: 0)
        for index in 0..<max(0, count) {
            guard let value = nibble(digits[first + index]) else {
                throw .notHex(position: index + 1)
            }
            guard index < 32 else { continue }
            key[index / 2] = key[index / 2] << 4 | value
        }
        guard count == 32 else { throw .wrongLength(digits: max(0, count)) }
        return key
    }

    /// The value of one hex digit, upper or lower case.
    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
