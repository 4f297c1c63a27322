// SPDX-License-Identifier: Apache-2.0

// Fields that are always there, null where nothing is known; objects and arrays under a key.
extension JSONWriter {
    /// Writes a text under a key, or null.
    public mutating func fieldOrNull(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// Writes a whole number under a key, or null.
    public mutating func fieldOrNull(_ name: String, _ whole: (some BinaryInteger)?) {
        key(name)
        if let whole { number(whole) } else { null() }
    }

    /// Writes an exact number under a key, or null.
    public mutating func fieldOrNull(_ name: String, _ number: FixedPoint?) {
        key(name)
        numberOrNull(number)
    }

    /// Writes a moment under a key, or null.
    public mutating func fieldOrNull(_ name: String, _ time: UTCTime?, fraction: Bool = false) {
        key(name)
        if let time { self.time(time, fraction: fraction) } else { null() }
    }

    /// Writes a reading's value under a key, or null.
    public mutating func fieldOrNull(_ name: String, _ value: ReadingValue?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    /// Writes an exact number, or null.
    public mutating func numberOrNull(_ number: FixedPoint?) {
        if let number { self.number(number) } else { null() }
    }

    /// Writes an object under a key.
    public mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    /// Writes an array under a key.
    public mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }
}
