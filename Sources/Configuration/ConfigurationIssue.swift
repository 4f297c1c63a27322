// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong, or doubtful, in a configuration.
///
/// It never holds a key, a password or what an environment variable contains.
public struct ConfigurationIssue: Sendable, Hashable {
    /// Whether the gateway can run with it.
    public enum Severity: Sendable, Hashable {
        /// It cannot.
        case error
        /// It can, but something is probably not as it was meant.
        case warning
    }

    /// Whether the gateway can run with it.
    public let severity: Severity
    /// The file, as it was named.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
    /// The place in the document, such as `meters[1].key_file`; `yaml` when there is no document.
    public let path: String
    /// What is wrong.
    public let problem: String
    /// What to do.
    public let remedy: String
}

extension ConfigurationIssue: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: path: what is wrong; what to do`, in one line; a warning says so before
    /// the path.
    public var description: String {
        "\(file):\(line):\(column): \(severity == .warning ? "warning: " : "")\(path): \(problem); \(remedy)"
    }
}
