// SPDX-License-Identifier: Apache-2.0
import Readings

// Fields that are always there, null where nothing is known.
extension JSONWriter {
    mutating func fieldOrNull(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    mutating func fieldOrNull(_ name: String, _ whole: (some BinaryInteger)?) {
        key(name)
        if let whole { number(whole) } else { null() }
    }

    mutating func fieldOrNull(_ name: String, _ number: FixedPoint?) {
        key(name)
        numberOrNull(number)
    }

    mutating func fieldOrNull(_ name: String, _ time: UTCTime?, fraction: Bool = false) {
        key(name)
        if let time { self.time(time, fraction: fraction) } else { null() }
    }

    mutating func fieldOrNull(_ name: String, _ value: ReadingValue?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    mutating func numberOrNull(_ number: FixedPoint?) {
        if let number { self.number(number) } else { null() }
    }

    mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }
}
