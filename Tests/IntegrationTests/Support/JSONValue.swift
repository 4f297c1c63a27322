// SPDX-License-Identifier: Apache-2.0

/// A JSON text as a reader gets it, with each number as it is written: no digit is lost in a binary fraction.
enum JSONValue: Sendable, Hashable {
    case object([String: JSONValue])
    case array([JSONValue])
    case number(String)
    case text(String)
    case bool(Bool)
    case null

    /// Reads one JSON text; `nil` when it is none, has something behind it, or names a member twice.
    init?(_ json: some StringProtocol) {
        var reader = Reader(bytes: Array(json.utf8))
        guard let value = reader.value(), reader.isAtEnd() else { return nil }
        self = value
    }

    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// An element of an array.
    subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) {
            elements[index]
        } else {
            nil
        }
    }

    /// The members of an object by name.
    var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// A text, or a number as it is written.
    var written: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }

    /// A whole number.
    var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
}

extension JSONValue {
    /// Reads RFC 8259 strictly; the depth is that of our own payloads.
    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func isAtEnd() -> Bool {
            skipBlanks()
            return position == bytes.count
        }

        mutating func value() -> JSONValue? {
            skipBlanks()
            guard position < bytes.count else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "{"): return object()
            case UInt8(ascii: "["): return array()
            case UInt8(ascii: "\""): return string().map { .text($0) }
            case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
            case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
            case UInt8(ascii: "n"): return take("null") ? .null : nil
            default: return number()
            }
        }

        private mutating func object() -> JSONValue? {
            var members: [String: JSONValue] = [:]
            guard take("{") else { return nil }
            skipBlanks()
            if take("}") { return .object(members) }
            repeat {
                skipBlanks()
                guard let name = string(), members[name] == nil else { return nil }
                skipBlanks()
                guard take(":"), let value = value() else { return nil }
                members[name] = value
                skipBlanks()
            } while take(",")
            return take("}") ? .object(members) : nil
        }

        private mutating func array() -> JSONValue? {
            var elements: [JSONValue] = []
            guard take("[") else { return nil }
            skipBlanks()
            if take("]") { return .array(elements) }
            repeat {
                guard let value = value() else { return nil }
                elements.append(value)
                skipBlanks()
            } while take(",")
            return take("]") ? .array(elements) : nil
        }

        /// `-`, digits without a leading zero, `.` and digits, `e` and digits.
        private mutating func number() -> JSONValue? {
            let start = position
            _ = take("-")
            if !take("0"), !takeDigits() { return nil }
            if take("."), !takeDigits() { return nil }
            if take("e") || take("E") {
                if !take("+") { _ = take("-") }
                if !takeDigits() { return nil }
            }
            return .number(String(decoding: bytes[start..<position], as: UTF8.self))
        }

        private mutating func takeDigits() -> Bool {
            let start = position
            while position < bytes.count,
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
            { position += 1 }
            return position > start
        }

        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            var text: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = escape() else { return nil }
                    text += Array(String(escaped).utf8)
                case 0..<0x20: return nil
                default: text.append(byte)
                }
            }
            return nil
        }

        private mutating func escape() -> Unicode.Scalar? {
            guard position < bytes.count else { return nil }
            defer { position += 1 }
            switch bytes[position] {
            case UInt8(ascii: "\""): return "\""
            case UInt8(ascii: "\\"): return "\\"
            case UInt8(ascii: "/"): return "/"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                guard position + 4 < bytes.count else { return nil }
                let digits = String(decoding: bytes[(position + 1)...(position + 4)], as: UTF8.self)
                position += 4
                return UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
            default: return nil
            }
        }

        private mutating func take(_ word: String) -> Bool {
            guard bytes[position...].starts(with: word.utf8) else { return false }
            position += word.utf8.count
            return true
        }

        private mutating func skipBlanks() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
                position += 1
            }
        }
    }
}
