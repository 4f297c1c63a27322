// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One number as a sensor said it, before units and formulas.
public struct SensorValue: Sendable, Hashable {
    /// The name of the group that read it, such as `distance`.
    public let name: String
    /// The number, with its decimals as sent.
    public let number: FixedPoint

    /// Names a number.
    public init(name: String, number: FixedPoint) {
        self.name = name
        self.number = number
    }
}
