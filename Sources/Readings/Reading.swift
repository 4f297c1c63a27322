// SPDX-License-Identifier: Apache-2.0

/// One named value out of a telegram or a sensor's line, such as `energy_import_kwh` 6.695.
public struct Reading: Sendable, Hashable {
    /// Lower snake case with the unit as suffix: the key in JSON and the last level of a topic.
    public let name: String
    /// What the meter or sensor said.
    public let value: ReadingValue

    /// Names a value.
    public init(name: String, value: ReadingValue) {
        self.name = name
        self.value = value
    }
}
