// SPDX-License-Identifier: Apache-2.0

/// A judge of JSON that shares no line with the writer: RFC 8259, and nothing more.
public struct JSONCheck {
    private let bytes: [UInt8]
    private var at = 0

    /// Whether the bytes are one JSON value in valid UTF-8.
    public static func isValid(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var check = JSONCheck(bytes: bytes)
        return check.value(depth: 0) && check.at == bytes.count
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: expected) else { return false }
        at += 1
        return true
    }

    private mutating func word(_ expected: String) -> Bool {
        guard bytes[at...].starts(with: expected.utf8) else { return false }
        at += expected.utf8.count
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        guard at < bytes.count, depth < 32 else { return false }
        switch bytes[at] {
        case UInt8(ascii: "{"):
            return list("{", "}") { $0.string() && $0.take(":") && $0.value(depth: depth + 1) }
        case UInt8(ascii: "["): return list("[", "]") { $0.value(depth: depth + 1) }
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func list(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ item: (inout JSONCheck) -> Bool
    ) -> Bool {
        guard take(open) else { return false }
        if take(close) { return true }
        repeat { guard item(&self) else { return false } } while take(",")
        return take(close)
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return take("\"")
            case 0..<0x20: return false
            case UInt8(ascii: "\\"): guard escape() else { return false }
            default: at += 1
            }
        }
        return false
    }

    private mutating func escape() -> Bool {
        at += 1
        guard at < bytes.count else { return false }
        defer { at += 1 }
        guard bytes[at] == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(bytes[at]) }
        for _ in 0..<4 {
            at += 1
            guard at < bytes.count, Character(Unicode.Scalar(bytes[at])).isHexDigit else {
                return false
            }
        }
        return true
    }

    private mutating func number() -> Bool {
        _ = take("-")
        guard take("0") || digits() else { return false }
        if take(".") { guard digits() else { return false } }
        guard take("e") || take("E") else { return true }
        _ = take("+") || take("-")
        return digits()
    }

    private mutating func digits() -> Bool {
        let start = at
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
            at += 1
        }
        return at > start
    }
}
