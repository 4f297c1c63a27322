// SPDX-License-Identifier: Apache-2.0

// Sets and escapes: what stands for one byte, or for a place between two.
extension PatternText {
    /// The set behind `[`.
    mutating func set() throws(SensorPatternError) -> ByteSet {
        let open = column
        skip(1)
        let inverted = take("^")
        var result = ByteSet()
        var first = true
        while let byte = peek, first || byte != UInt8(ascii: "]") {
            first = false
            let column = self.column
            let lower = try setMember()
            guard rest.count > 1, rest.first == UInt8(ascii: "-"),
                rest.dropFirst().first != UInt8(ascii: "]")
            else {
                result = result.union(lower.set)
                continue
            }
            skip(1)
            guard let from = lower.byte, let to = try setMember().byte, from <= to else {
                throw .badRange(column: column)
            }
            result = result.union(ByteSet(from...to))
        }
        guard take("]") else { throw .unclosed(column: open, bracket: "[") }
        return inverted ? result.inverted : result
    }

    /// One member of a set: a single byte (then both are given) or a class such as `\d`.
    private mutating func setMember() throws(SensorPatternError) -> (set: ByteSet, byte: UInt8?) {
        guard let byte = peek else { throw unexpected() }
        guard byte == UInt8(ascii: "\\") else {
            skip(1)
            return (ByteSet(byte), byte)
        }
        let column = self.column
        skip(1)
        if let named = namedClass() { return (named, nil) }
        let escaped = try escapedByte(column: column)
        return (ByteSet(escaped), escaped)
    }

    /// What stands behind a backslash outside of sets.
    mutating func escape() throws(SensorPatternError) -> PatternNode {
        let column = self.column
        skip(1)
        if take("b") { return .assertion(.wordBoundary(true)) }
        if take("B") { return .assertion(.wordBoundary(false)) }
        if let named = namedClass() { return .bytes(named) }
        if let byte = peek,
            (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "k")
        {
            throw .unsupported(column: column, construct: "a back reference")
        }
        return .bytes(ByteSet(try escapedByte(column: column)))
    }

    private mutating func namedClass() -> ByteSet? {
        if take("d") { return .digits }
        if take("D") { return ByteSet.digits.inverted }
        if take("w") { return .wordCharacters }
        if take("W") { return ByteSet.wordCharacters.inverted }
        if take("s") { return .blanks }
        if take("S") { return ByteSet.blanks.inverted }
        return nil
    }

    private mutating func escapedByte(column: Int) throws(SensorPatternError) -> UInt8 {
        guard let byte = peek else { throw .unknownEscape(column: column) }
        skip(1)
        switch byte {
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "v"): return 0x0B
        case UInt8(ascii: "0"): return 0x00
        case UInt8(ascii: "e"): return 0x1B
        case UInt8(ascii: "x"):
            let digits = rest.prefix(2)
            guard digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                throw .unknownEscape(column: column)
            }
            skip(2)
            return value
        default:
            guard !ByteSet.wordCharacters.contains(byte), byte < 0x80 else {
                throw .unknownEscape(column: column)
            }
            return byte
        }
    }
}
