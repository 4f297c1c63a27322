// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a pattern into nodes.
///
/// The usual subset: literals, `.`, sets, `\d \w \s \b` and their opposites, `\r \n \t \xHH`,
/// groups, named groups, `|`, `* + ? {n,m}` with lazy forms, `^` and `$`. Look-around and back
/// references are left out: without them no search has to try one path after the other (see
/// ``PatternProgram``).
struct PatternParser {
    static let lengthLimit = 512
    static let depthLimit = 32
    static let repetitionLimit = 256

    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private(set) var names: [String] = []

    init(_ pattern: String) throws(SensorPatternError) {
        var bytes: [UInt8] = []
        for scalar in pattern.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else {
                throw .notLatin1(column: bytes.count + 1)
            }
            guard bytes.count < PatternParser.lengthLimit else {
                throw .tooLong(limit: PatternParser.lengthLimit)
            }
            bytes.append(byte)
        }
        guard !bytes.isEmpty else { throw .empty }
        text = bytes
    }

    /// The whole pattern as one node.
    mutating func parse() throws(SensorPatternError) -> PatternNode {
        let node = try choice()
        guard position == text.count else { throw unexpected() }
        return node
    }

    private mutating func choice() throws(SensorPatternError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(SensorPatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let part = try atom()
            parts.append(try repeated(part))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(SensorPatternError) -> PatternNode {
        guard let byte = peek else { throw unexpected() }
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return .bytes(try set())
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw unexpected()
        default: position += 1
        }
        switch byte {
        case UInt8(ascii: "."): return .bytes(ByteSet.lineEnds.inverted)
        case UInt8(ascii: "^"): return .assertion(.lineStart)
        case UInt8(ascii: "$"): return .assertion(.lineEnd)
        default: return .bytes(ByteSet(byte))
        }
    }

    // MARK: Groups

    private mutating func group() throws(SensorPatternError) -> PatternNode {
        let open = position + 1
        position += 1
        guard depth < PatternParser.depthLimit else {
            throw .tooDeep(column: open, limit: PatternParser.depthLimit)
        }
        depth += 1
        defer { depth -= 1 }
        let index = try groupName(open: open)
        let node = try choice()
        guard take(")") else { throw .unclosed(column: open, bracket: "(") }
        return index.map { .capture($0, node) } ?? node
    }

    /// The index of a named group, `nil` for a group without a name.
    private mutating func groupName(open: Int) throws(SensorPatternError) -> Int? {
        guard take("?") else { return nil }
        if take(":") { return nil }
        _ = take("P")
        guard take("<"), let first = peek, first != UInt8(ascii: "="), first != UInt8(ascii: "!")
        else {
            throw .unsupported(column: open, construct: "this kind of group")
        }
        let column = position + 1
        let name = Array(text[position...].prefix { $0 != UInt8(ascii: ">") })
        position += name.count
        let valid = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")).union(.digits).union(
            ByteSet(UInt8(ascii: "_")))
        guard take(">"), (1...32).contains(name.count), name.allSatisfy(valid.contains),
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(name[0])
        else { throw .badName(column: column) }
        let word = String(decoding: name, as: UTF8.self)
        guard !names.contains(word) else { throw .duplicateName(column: column, name: word) }
        names.append(word)
        return names.count - 1
    }

    // MARK: Repetitions

    private mutating func repeated(_ part: PatternNode) throws(SensorPatternError) -> PatternNode {
        guard let bounds = try bounds() else { return part }
        let greedy = !take("?")
        if let byte = peek, ByteSet.quantifiers.contains(byte) { throw unexpected() }
        return .repetition(part, minimum: bounds.minimum, maximum: bounds.maximum, greedy: greedy)
    }

    private mutating func bounds() throws(SensorPatternError) -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let column = position + 1
        guard take("{") else { return nil }
        let limit = PatternParser.repetitionLimit
        guard let minimum = number(), minimum <= limit else {
            throw .badRepetition(column: column, limit: limit)
        }
        if take("}") { return (minimum, minimum) }
        guard take(",") else { throw .badRepetition(column: column, limit: limit) }
        if take("}") { return (minimum, nil) }
        guard let maximum = number(), take("}"), maximum >= minimum, maximum <= limit else {
            throw .badRepetition(column: column, limit: limit)
        }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        let digits = text[position...].prefix(4).prefix { ByteSet.digits.contains($0) }
        position += digits.count
        return digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    // MARK: Sets and escapes

    private mutating func set() throws(SensorPatternError) -> ByteSet {
        let open = position + 1
        position += 1
        let inverted = take("^")
        var result = ByteSet()
        var first = true
        while let byte = peek, first || byte != UInt8(ascii: "]") {
            first = false
            let column = position + 1
            let lower = try setMember()
            guard position + 1 < text.count, text[position] == UInt8(ascii: "-"),
                text[position + 1] != UInt8(ascii: "]")
            else {
                result = result.union(lower.set)
                continue
            }
            position += 1
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
            position += 1
            return (ByteSet(byte), byte)
        }
        let column = position + 1
        position += 1
        if let named = namedClass() { return (named, nil) }
        let escaped = try escapedByte(column: column)
        return (ByteSet(escaped), escaped)
    }

    private mutating func escape() throws(SensorPatternError) -> PatternNode {
        let column = position + 1
        position += 1
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
        position += 1
        switch byte {
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "v"): return 0x0B
        case UInt8(ascii: "0"): return 0x00
        case UInt8(ascii: "e"): return 0x1B
        case UInt8(ascii: "x"):
            let digits = text[position...].prefix(2)
            guard digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                throw .unknownEscape(column: column)
            }
            position += 2
            return value
        default:
            guard !ByteSet.wordCharacters.contains(byte), byte < 0x80 else {
                throw .unknownEscape(column: column)
            }
            return byte
        }
    }

    // MARK: Reading

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    private func unexpected() -> SensorPatternError {
        guard let byte = peek else { return .unexpected(column: text.count, character: "the end") }
        return .unexpected(column: position + 1, character: String(Unicode.Scalar(byte)))
    }
}

extension ByteSet {
    fileprivate static let quantifiers = ByteSet(UInt8(ascii: "*")).union(
        ByteSet(UInt8(ascii: "+"))
    )
    .union(ByteSet(UInt8(ascii: "?"))).union(ByteSet(UInt8(ascii: "{")))
}
