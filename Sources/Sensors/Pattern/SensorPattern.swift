// SPDX-License-Identifier: Apache-2.0

/// A regular expression with named groups that reads values out of a sensor's line.
///
/// Bytes are read as Latin-1, and a match lies within one line and its end (CR, LF or both). The
/// groups' names are the values' names; what they match must be decimal numbers. At most 512
/// characters.
public struct SensorPattern: Sendable, Hashable {
    /// The expression as it was written.
    public let text: String
    /// The names of its groups, in the order in which they stand.
    public let names: [String]
    let program: PatternProgram

    /// Reads an expression such as `R(?<distance>[0-9]{3})\r`.
    ///
    /// Throws when it is not one of the forms that are offered, when no group has a name, and when
    /// it would match an empty text.
    public init(_ text: String) throws(SensorPatternError) {
        var parser = try PatternParser(text)
        let node = try parser.parse()
        guard !parser.names.isEmpty else { throw .noNamedGroup }
        guard !node.matchesNothing else { throw .matchesNothing }
        self.text = text
        names = parser.names
        program = try PatternProgram(node, captures: parser.names.count)
    }
}
