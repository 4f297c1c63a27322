// SPDX-License-Identifier: Apache-2.0

/// The number that a value begins with: a minus, digits, a dot and more digits, each of them only
/// if it stands there.
struct LeadingNumber {
    /// All digits as one number.
    private(set) var mantissa: Int64 = 0
    /// How many digits stand behind the dot.
    private(set) var decimals = 0
    /// Where it ends.
    private(set) var end: Int
    /// How many digits it has.
    private(set) var digitCount = 0

    /// Whether there is one, and it fits 64 bits.
    @inline(__always)
    var isNumber: Bool { digitCount > 0 && digitCount <= 18 }

    /// Reads what stands at a position; a text has no digits there, or too many.
    @inline(__always)
    init(_ text: UnsafePointer<UInt8>, at start: Int) {
        end = start
        var isNegative = false
        if unsafe !ASCII.isDigit(text[end]), unsafe text[end] == UInt8(ascii: "-") {
            isNegative = true
            end &+= 1
        }
        digitCount = unsafe takeDigits(text)
        if unsafe text[end] == ASCII.dot {
            end &+= 1
            decimals = unsafe takeDigits(text)
            digitCount &+= decimals
        }
        if isNegative { mantissa = 0 &- mantissa }
    }

    @inline(__always)
    private mutating func takeDigits(_ text: UnsafePointer<UInt8>) -> Int {
        let first = end
        while true {
            let digit = unsafe text[end] &- 0x30
            guard digit < 10 else { return end &- first }
            mantissa = mantissa &* 10 &+ Int64(digit)
            end &+= 1
        }
    }
}
