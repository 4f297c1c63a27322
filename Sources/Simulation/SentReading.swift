// SPDX-License-Identifier: Apache-2.0

/// One value that a telegram or a sensor's line carries, under the name the gateway publishes it
/// by.
public struct SentReading: Sendable, Hashable {
    /// Such as `energy_import_kwh`.
    public let name: String
    /// The exact digits without leading zeros, or the text.
    public let value: String

    /// Names a value.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
