// SPDX-License-Identifier: Apache-2.0

/// A valid configuration and what is doubtful about it.
public struct LoadedConfiguration: Sendable, Hashable {
    /// What the file says.
    public let configuration: GatewayConfiguration
    /// What an operator should look at; the gateway runs all the same.
    public let warnings: [ConfigurationIssue]
}
