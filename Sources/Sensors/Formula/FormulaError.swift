// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a formula; columns count characters from 1.
public enum FormulaError: Error, Sendable, Hashable {
    /// The formula has no character but blanks.
    case empty
    /// The formula is longer than the limit.
    case tooLong(limit: Int)
    /// Parentheses or signs are nested deeper than the limit.
    case tooDeep(column: Int, limit: Int)
    /// A character that no formula has, or one that stands where it cannot.
    case unexpected(column: Int, character: String)
    /// The formula ends where a number, a name or `)` must follow.
    case incomplete
    /// The name is neither `x` nor the source's.
    case unknownName(column: Int, name: String)
    /// The number is no plain decimal with at most 18 digits.
    case badNumber(column: Int)
}

extension FormulaError: CustomStringConvertible {
    /// What is wrong with the formula, in one sentence without a full stop.
    public var description: String {
        switch self {
        case .empty: "the formula is empty"
        case .tooLong(let limit): "the formula is longer than \(limit) characters"
        case .tooDeep(let column, let limit):
            "parentheses are nested deeper than \(limit) at column \(column) of the formula"
        case .unexpected(let column, let character):
            "'\(character)' at column \(column) of the formula stands where it cannot"
        case .incomplete: "the formula ends too early"
        case .unknownName(let column, let name):
            "nothing is called '\(name)' at column \(column) of the formula"
        case .badNumber(let column):
            "the number at column \(column) of the formula is no plain decimal such as 51.07"
        }
    }
}
