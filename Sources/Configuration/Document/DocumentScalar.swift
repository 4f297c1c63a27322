// SPDX-License-Identifier: Apache-2.0

/// A single value: its text, and how the text got there.
struct DocumentScalar: Sendable {
    /// Where a text comes from.
    enum Origin: Sendable {
        /// It stands in the file, at least in part.
        case file
        /// It is, or contains, the value of an environment variable.
        case environment
        /// It is a named secret.
        case secret
    }

    /// The text with all references replaced.
    let text: String
    /// The text as it was written.
    let source: String
    let origin: Origin
}
