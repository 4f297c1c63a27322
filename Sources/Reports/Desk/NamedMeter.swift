// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A meter with what people call it.
public struct NamedMeter: Sendable, Hashable {
    /// Which meter.
    public let id: MeterID
    /// Its name for people.
    public let name: String

    /// Puts the two together.
    public init(id: MeterID, name: String) {
        self.id = id
        self.name = name
    }
}
