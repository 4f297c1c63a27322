// SPDX-License-Identifier: Apache-2.0

/// A set of byte values: one bit for each of the 256.
struct ByteSet: Sendable, Hashable {
    private var words = SIMD4<UInt64>(repeating: 0)

    init() {}

    init(_ byte: UInt8) { insert(byte) }

    init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))

    static let wordCharacters = digits.union(ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")))
        .union(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))).union(ByteSet(UInt8(ascii: "_")))

    /// Space, tab, LF, VT, FF and CR.
    static let blanks = ByteSet(0x09...0x0D).union(ByteSet(0x20))

    static let lineEnds = ByteSet(LineEnd.carriageReturn).union(ByteSet(LineEnd.lineFeed))

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words |= other.words
        return result
    }

    var inverted: ByteSet {
        var result = self
        result.words = ~words
        return result
    }
}
