// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension MissingEnergy {
    /// Writes it as the schema Gap says.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("from", from)
            json.field("to", to)
            json.object("amounts") { json in
                for amount in amounts {
                    json.key(amount.name)
                    json.number(amount.value)
                }
            }
        }
    }
}

extension EquipmentEpoch {
    /// Writes it as the schema Epoch says.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("number", number)
            json.fieldOrNull("equipment", shownEquipment)
            json.field("from", from)
            json.field("to", to)
            json.field("is_closed", isClosed)
            json.object("opening") { EquipmentEpoch.write(opening, to: &$0) }
            json.object("closing") { EquipmentEpoch.write(closing, to: &$0) }
        }
    }

    /// The meter's own name; of a system title, sixteen hex digits, only the last four.
    private var shownEquipment: String? {
        guard let equipment, equipment.utf8.count == 16, equipment.allSatisfy(\.isHexDigit) else {
            return equipment
        }
        return "…\(equipment.suffix(4))"
    }

    private static func write(_ amounts: [RegisterAmount], to json: inout JSONWriter) {
        for amount in amounts {
            json.key(amount.name)
            json.number(amount.value)
        }
    }
}

extension RecordedEvent {
    /// Writes it as the schema Event says.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("event", kind)
            json.field("time", time)
            json.key("facts")
            json.json(facts.utf8)
        }
    }
}
