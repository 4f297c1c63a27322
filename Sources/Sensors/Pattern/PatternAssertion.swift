// SPDX-License-Identifier: Apache-2.0

/// A condition on a place in the line that consumes nothing.
enum PatternAssertion: Sendable, Hashable {
    /// `^`: where a line begins.
    case lineStart
    /// `$`: behind the last byte, or before the line's end.
    case lineEnd
    /// `\b` (true) or `\B` (false).
    case wordBoundary(Bool)

    /// Whether it holds before `bytes[position]`.
    func holds(in bytes: [UInt8], at position: Int, lineBegins: Bool) -> Bool {
        switch self {
        case .lineStart: return lineBegins && position == 0
        case .lineEnd:
            return bytes[position...].count <= 2 && bytes[position...].allSatisfy(LineEnd.contains)
        case .wordBoundary(let wanted):
            let before = position > 0 && ByteSet.wordCharacters.contains(bytes[position - 1])
            let behind = position < bytes.count && ByteSet.wordCharacters.contains(bytes[position])
            return (before != behind) == wanted
        }
    }
}
