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
