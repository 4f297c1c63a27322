// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a pattern into nodes.
///
/// The usual subset: literals, `.`, sets, `\d \w \s \b` and their opposites, `\r \n \t \xHH`,
/// groups, named groups, `|`, `* + ? {n,m}` with lazy forms, `^` and `$`. Look-around and back
/// references are left out: without them no search has to try one path after the other (see
/// ``PatternProgram``).
struct PatternParser {
    static let depthLimit = 32
    static let repetitionLimit = 256

    private var text: PatternText
    private var depth = 0
    private(set) var names: [String] = []

    init(_ pattern: String) throws(SensorPatternError) {
        text = try PatternText(pattern)
    }

    /// The whole pattern as one node.
    mutating func parse() throws(SensorPatternError) -> PatternNode {
        let node = try choice()
        guard text.peek == nil else { throw text.unexpected() }
        return node
    }

    private mutating func choice() throws(SensorPatternError) -> PatternNode {
        var branches = [try sequence()]
        while text.take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(SensorPatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = text.peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let part = try atom()
            parts.append(try repeated(part))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(SensorPatternError) -> PatternNode {
        guard let byte = text.peek else { throw text.unexpected() }
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return .bytes(try text.set())
        case UInt8(ascii: "\\"): return try text.escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw text.unexpected()
        default: text.skip(1)
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
        let open = text.column
        text.skip(1)
        guard depth < PatternParser.depthLimit else {
            throw .tooDeep(column: open, limit: PatternParser.depthLimit)
        }
        depth += 1
        defer { depth -= 1 }
        let index = try groupName(open: open)
        let node = try choice()
        guard text.take(")") else { throw .unclosed(column: open, bracket: "(") }
        return index.map { .capture($0, node) } ?? node
    }

    /// The index of a named group, `nil` for a group without a name.
    private mutating func groupName(open: Int) throws(SensorPatternError) -> Int? {
        guard text.take("?") else { return nil }
        if text.take(":") { return nil }
        _ = text.take("P")
        guard text.take("<"), let first = text.peek, first != UInt8(ascii: "="),
            first != UInt8(ascii: "!")
        else {
            throw .unsupported(column: open, construct: "this kind of group")
        }
        let column = text.column
        let name = Array(text.rest.prefix { $0 != UInt8(ascii: ">") })
        text.skip(name.count)
        let valid = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")).union(.digits).union(
            ByteSet(UInt8(ascii: "_")))
        guard text.take(">"), (1...32).contains(name.count), name.allSatisfy(valid.contains),
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
        let greedy = !text.take("?")
        if let byte = text.peek, ByteSet.quantifiers.contains(byte) { throw text.unexpected() }
        return .repetition(part, minimum: bounds.minimum, maximum: bounds.maximum, greedy: greedy)
    }

    private mutating func bounds() throws(SensorPatternError) -> (minimum: Int, maximum: Int?)? {
        if text.take("*") { return (0, nil) }
        if text.take("+") { return (1, nil) }
        if text.take("?") { return (0, 1) }
        let column = text.column
        guard text.take("{") else { return nil }
        let limit = PatternParser.repetitionLimit
        guard let minimum = text.number(), minimum <= limit else {
            throw .badRepetition(column: column, limit: limit)
        }
        if text.take("}") { return (minimum, minimum) }
        guard text.take(",") else { throw .badRepetition(column: column, limit: limit) }
        if text.take("}") { return (minimum, nil) }
        guard let maximum = text.number(), text.take("}"), maximum >= minimum, maximum <= limit
        else {
            throw .badRepetition(column: column, limit: limit)
        }
        return (minimum, maximum)
    }
}

extension ByteSet {
    fileprivate static let quantifiers = ByteSet(UInt8(ascii: "*")).union(
        ByteSet(UInt8(ascii: "+"))
    )
    .union(ByteSet(UInt8(ascii: "?"))).union(ByteSet(UInt8(ascii: "{")))
}
