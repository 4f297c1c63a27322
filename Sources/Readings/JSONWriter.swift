// SPDX-License-Identifier: Apache-2.0

/// Writes one JSON value into bytes, without a tree in between and without a binary floating point
/// number.
///
/// Numbers keep the digits the meter sent: `100.000` stays `100.000`. Strings are always valid
/// UTF-8.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Starts with nothing, and room for a telegram's readings.
    public init(capacity: Int = 1_024) { bytes.reserveCapacity(capacity) }

    /// Forgets what was written and keeps the room.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Writes an object around what `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    /// Writes an array around what `body` writes.
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    /// Writes a key; its value must follow.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a text.
    public mutating func string(_ text: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            // Nearly no text has anything to escape.
            if unsafe utf8.allSatisfy(JSONWriter.isPlain) {
                unsafe bytes.append(contentsOf: utf8)
            } else {
                unsafe utf8.forEach { escape($0) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes an exact number.
    public mutating func number(_ number: FixedPoint) {
        comma()
        number.write(to: &bytes)
    }

    /// Writes a whole number.
    public mutating func number(_ number: some BinaryInteger) {
        comma()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        comma()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        comma()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a moment as ISO 8601 in UTC.
    public mutating func time(_ time: UTCTime, fraction: Bool = false) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        time.write(to: &bytes, fraction: fraction)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a reading's value.
    public mutating func value(_ value: ReadingValue) {
        switch value {
        case .number(let exact): number(exact)
        case .text(let text): string(text)
        case .time(let moment): time(moment)
        }
    }

    /// Writes a value that is JSON already.
    public mutating func json(_ value: some Sequence<UInt8>) {
        comma()
        bytes.append(contentsOf: value)
    }

    private mutating func nest(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
    ) {
        comma()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Whether a byte of a text stands as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7F
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "\\u00".utf8)
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0x0F)])
        default: bytes.append(byte)
        }
    }
}

// A key with its value in one call.
extension JSONWriter {
    /// Writes a text under a key.
    public mutating func field(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// Writes a text under a key, or nothing.
    public mutating func field(_ name: String, _ text: String?) {
        if let text { field(name, text) }
    }

    /// Writes a whole number under a key.
    public mutating func field(_ name: String, _ whole: some BinaryInteger) {
        key(name)
        number(whole)
    }

    /// Writes a truth under a key.
    public mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Writes a moment under a key.
    public mutating func field(_ name: String, _ moment: UTCTime, fraction: Bool = false) {
        key(name)
        time(moment, fraction: fraction)
    }

    /// Writes readings under their names.
    public mutating func fields(_ readings: [Reading]) {
        for reading in readings {
            key(reading.name)
            value(reading.value)
        }
    }
}
