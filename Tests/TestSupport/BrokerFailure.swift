// SPDX-License-Identifier: Apache-2.0

/// The broker of a test did not come up.
public struct BrokerFailure: Error, CustomStringConvertible {
    /// What it said.
    public let output: [String]

    /// The broker's own words.
    public var description: String { "mosquitto did not start: \(output.joined(separator: " | "))" }
}
