// SPDX-License-Identifier: Apache-2.0
import Readings

/// The parameters of a request: only those that the path knows, each at most once.
struct Query: Sendable {
    private var values: [String: String] = [:]

    /// No parameters.
    init() {}

    /// Reads what stands behind the question mark.
    init(_ text: Substring?, allowed: [String]) throws(RequestFault) {
        guard let text, !text.isEmpty else { return }
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Query.decode(parts[0]),
                let value = parts.count > 1 ? Query.decode(parts[1]) : ""
            else { throw .malformed }
            guard allowed.contains(name) else { throw .unknown(name, known: allowed) }
            guard values[name] == nil else { throw .repeated(name) }
            values[name] = value
        }
    }

    /// A text; `nil` if it is not there.
    subscript(name: String) -> String? { values[name] }

    /// A whole number in a range.
    func number(_ name: String, in range: ClosedRange<Int>, default fallback: Int)
        throws(RequestFault) -> Int
    {
        guard let text = values[name] else { return fallback }
        // `Int` would take a sign too.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), range.contains(number)
        else { throw .notNumber(name, range) }
        return number
    }

    /// A time; `nil` if it is not there.
    func time(_ name: String) throws(RequestFault) -> UTCTime? {
        guard let text = values[name] else { return nil }
        guard let time = UTCTime(iso8601: text) else { throw .notTime(name) }
        return time
    }

    /// From one moment to another, by default so many seconds up to now.
    ///
    /// A clock that is ahead asks for nothing, and gets it.
    func stretch(now: UTCTime, usualSeconds: Int64) throws(RequestFault) -> (
        from: UTCTime, to: UTCTime
    ) {
        let from = try time("from")
        let to = try time("to") ?? max(now, from ?? now)
        guard let from else {
            let start = UTCTime(seconds: to.seconds - usualSeconds)
            return (max(start, .yearZero), to)
        }
        guard from <= to else { throw .backwards("from", "to") }
        return (from, to)
    }

    /// Names with commas between them; `nil` if the parameter is not there.
    func names(_ name: String) throws(RequestFault) -> Set<String>? {
        guard let text = values[name] else { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        let isGood = names.allSatisfy { part in
            (1...64).contains(part.utf8.count)
                && part.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || byte == UInt8(ascii: "_")
                }
        }
        guard isGood, names.count <= 32 else { throw .notNames(name) }
        return Set(names.map(String.init))
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
