// SPDX-License-Identifier: Apache-2.0

/// All that is wrong in a configuration, in the order of its lines.
public struct ConfigurationIssues: Error, Sendable, Hashable {
    /// The errors, and the warnings among them; at least one is an error.
    public let issues: [ConfigurationIssue]
}

extension ConfigurationIssues: CustomStringConvertible {
    /// One line each.
    public var description: String { issues.map(\.description).joined(separator: "\n") }
}
