// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a pattern for a sensor's lines; columns count characters from 1.
public enum SensorPatternError: Error, Sendable, Hashable {
    /// The pattern has no character.
    case empty
    /// The pattern is longer than the limit.
    case tooLong(limit: Int)
    /// The character is none of the 256 that a byte can be.
    case notLatin1(column: Int)
    /// A `)`, `]`-less set, `*` or the like stands where it cannot.
    case unexpected(column: Int, character: String)
    /// A bracket that opens here is not closed.
    case unclosed(column: Int, bracket: String)
    /// The escape means nothing here.
    case unknownEscape(column: Int)
    /// The construct is not offered, such as a look-ahead or a back reference.
    case unsupported(column: Int, construct: String)
    /// The numbers in braces are out of order or above the limit.
    case badRepetition(column: Int, limit: Int)
    /// A range in a set runs backwards.
    case badRange(column: Int)
    /// The name of a group is not `[a-z][a-z0-9_]*`.
    case badName(column: Int)
    /// Two groups have one name.
    case duplicateName(column: Int, name: String)
    /// Groups are nested deeper than the limit.
    case tooDeep(column: Int, limit: Int)
    /// Written out, the repetitions make the pattern too big.
    case tooBig
    /// No group has a name, so no value could be read.
    case noNamedGroup
    /// The pattern also fits a text of no length, so it would match everywhere.
    case matchesNothing
}

extension SensorPatternError: CustomStringConvertible {
    /// What is wrong with the pattern, in one sentence without a full stop.
    public var description: String {
        switch self {
        case .empty: "the pattern is empty"
        case .tooLong(let limit): "the pattern is longer than \(limit) characters"
        case .notLatin1(let column):
            "the character at column \(column) of the pattern is no single byte"
        case .unexpected(let column, let character):
            "'\(character)' at column \(column) of the pattern stands where it cannot"
        case .unclosed(let column, let bracket):
            "'\(bracket)' at column \(column) of the pattern is never closed"
        case .unknownEscape(let column):
            "the escape at column \(column) of the pattern means nothing"
        case .unsupported(let column, let construct):
            "\(construct) at column \(column) of the pattern is not offered"
        case .badRepetition(let column, let limit):
            "the repetition at column \(column) of the pattern is not {n}, {n,} or {n,m} with 0 ≤ n ≤ m ≤ \(limit)"
        case .badRange(let column): "the range at column \(column) of the pattern runs backwards"
        case .badName(let column):
            "the group name at column \(column) of the pattern is not [a-z][a-z0-9_]*"
        case .duplicateName(let column, let name):
            "the group name '\(name)' at column \(column) of the pattern is already taken"
        case .tooDeep(let column, let limit):
            "groups are nested deeper than \(limit) at column \(column) of the pattern"
        case .tooBig: "the pattern's repetitions add up to too much"
        case .noNamedGroup: "the pattern has no named group such as (?<distance>[0-9]+)"
        case .matchesNothing: "the pattern also matches an empty text"
        }
    }
}
