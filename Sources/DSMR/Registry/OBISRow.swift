// SPDX-License-Identifier: Apache-2.0

/// One row of the table: which OBIS code becomes which reading.
public struct OBISRow: Sendable {
    /// How the object's values are read.
    public enum Form: Sendable {
        /// A quantity; its unit is the suffix of the name. The table's unit counts where the meter
        /// leaves it out.
        case quantity(Unit)
        /// How often something happened: a whole number without a unit.
        case count
        /// A pure number without a unit, such as a power factor.
        case ratio
        /// A state: a number if all digits, else a text.
        case state
        /// A message, printed by the meter as hex digits of its bytes.
        case text
        /// A moment and a quantity reached at it: two readings.
        case peak(Unit)
        /// Two quantities, import first: the second has a name of its own.
        case pair(Unit, second: String)
    }

    /// The code, on channel 0 unless the channel matters.
    public let code: OBISCode
    /// The reading's name without its unit.
    public let name: String
    /// How the values are read.
    public let form: Form
    /// What the value is, in one sentence.
    public let sentence: String
    /// The readings' names with the table's unit: nearly every meter gives that one.
    let names: (first: String, second: String)

    init(_ code: OBISCode, _ name: String, _ form: Form, _ sentence: String) {
        self.code = code
        self.name = name
        self.form = form
        self.sentence = sentence
        names =
            switch form {
            case .quantity(let unit), .peak(let unit): (unit.behind(name), "")
            case .pair(let unit, let second): (unit.behind(name), unit.behind(second))
            case .count, .ratio, .state, .text: (name, "")
            }
    }
}
