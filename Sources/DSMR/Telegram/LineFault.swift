// SPDX-License-Identifier: Apache-2.0

/// A line of a telegram that follows no rule; it is reported and passed over.
public struct LineFault: Sendable, Hashable {
    /// Position of the line's first byte in the telegram's text.
    public let offset: Int
    /// What is wrong with it.
    public let problem: Problem

    /// What can be wrong with a line.
    public enum Problem: String, Sendable, Hashable {
        /// It does not begin with `A-B:C.D.E`.
        case noCode = "no OBIS code"
        /// A bracket is not closed on its line, or something other than brackets follows the code.
        case brokenGroup = "broken value group"
        /// A value without a code before it.
        case orphanValue = "a value without a code"
    }
}
