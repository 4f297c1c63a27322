// SPDX-License-Identifier: Apache-2.0
import Readings

/// Reads a formula into steps by recursive descent, with a bound on its depth.
struct FormulaParser {
    static let lengthLimit = 256
    static let depthLimit = 32

    private let text: [Character]
    private let unknowns: [String]
    private var position = 0
    private var depth = 0
    private var steps: [Formula.Step] = []

    init(_ formula: String, unknowns: [String]) throws(FormulaError) {
        text = Array(formula.prefix(FormulaParser.lengthLimit + 1))
        self.unknowns = unknowns
        guard text.count <= FormulaParser.lengthLimit else {
            throw .tooLong(limit: FormulaParser.lengthLimit)
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw .empty }
    }

    mutating func parse() throws(FormulaError) -> [Formula.Step] {
        try sum()
        guard position == text.count else { throw unexpected() }
        return steps
    }

    private mutating func sum() throws(FormulaError) {
        try product()
        while let sign = take("+", "-") {
            try product()
            steps.append(sign == "+" ? .add : .subtract)
        }
    }

    private mutating func product() throws(FormulaError) {
        try factor()
        while let sign = take("*", "/") {
            try factor()
            steps.append(sign == "*" ? .multiply : .divide)
        }
    }

    /// A number, a name, a sum in parentheses, or one of these with a sign before it.
    private mutating func factor() throws(FormulaError) {
        guard depth < FormulaParser.depthLimit else {
            throw .tooDeep(column: position + 1, limit: FormulaParser.depthLimit)
        }
        depth += 1
        defer { depth -= 1 }
        if let sign = take("-", "+") {
            try factor()
            if sign == "-" { steps.append(.negate) }
        } else if take("(") != nil {
            try sum()
            guard take(")") != nil else { throw unexpected() }
        } else {
            try operand()
        }
    }

    private mutating func operand() throws(FormulaError) {
        guard position < text.count else { throw .incomplete }
        let column = position + 1
        let word = String(
            text[position...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        position += word.count
        guard let first = word.first else { throw unexpected() }
        if first.isLetter || first == "_" {
            guard unknowns.contains(word) else { throw .unknownName(column: column, name: word) }
            steps.append(.unknown)
        } else {
            guard let number = FixedPoint(decimal: word.utf8).flatMap(Rational.init) else {
                throw .badNumber(column: column)
            }
            steps.append(.number(number))
        }
        skipBlanks()
    }

    // MARK: Reading

    private mutating func take(_ wanted: Character...) -> Character? {
        skipBlanks()
        guard position < text.count, wanted.contains(text[position]) else { return nil }
        defer {
            position += 1
            skipBlanks()
        }
        return text[position]
    }

    private mutating func skipBlanks() {
        while position < text.count, text[position].isWhitespace { position += 1 }
    }

    private func unexpected() -> FormulaError {
        guard position < text.count else { return .incomplete }
        return .unexpected(column: position + 1, character: String(text[position]))
    }
}
