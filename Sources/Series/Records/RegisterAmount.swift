// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A register with a number: what it stood at, or what it gained.
public struct RegisterAmount: Sendable, Hashable {
    /// The reading's name, `energy_import_kwh`.
    public let name: String
    /// The number.
    public var value: FixedPoint

    /// Puts it together.
    public init(name: String, value: FixedPoint) {
        self.name = name
        self.value = value
    }
}

extension [RegisterAmount] {
    /// The number of a register; `nil` if it is not listed.
    public subscript(name: String) -> FixedPoint? { first { $0.name == name }?.value }
}
