// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a stored telegram's text says.
public struct ParsedTelegram: Sendable {
    /// The meter's own name or system title; `nil` if it does not say.
    public var equipment: String?
    /// Its values by name.
    public var readings: [Reading]

    /// Puts it together.
    public init(equipment: String?, readings: [Reading]) {
        self.equipment = equipment
        self.readings = readings
    }
}
