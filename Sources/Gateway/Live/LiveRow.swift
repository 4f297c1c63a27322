// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings

/// One line of the live view: a meter, a sensor or the gateway, as fields with names.
///
/// It travels as `name=value` pairs with tabs between them; tabs, line ends and backslashes in
/// values are escaped.
struct LiveRow: Sendable, Hashable {
    /// What a row is about.
    enum Kind: String, Sendable {
        case meter, sensor, gateway
    }

    var kind: Kind
    var id: String
    var fields: [String: String] = [:]

    init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// The value of a field, empty if it is not there.
    subscript(name: String) -> String {
        get { fields[name] ?? "" }
        set { fields[name] = newValue }
    }

    /// Takes over the fields of a newer row of the same thing.
    mutating func merge(_ newer: LiveRow) { fields.merge(newer.fields) { _, new in new } }

    /// The row as a line, with its end.
    var line: String {
        let pairs = [("kind", kind.rawValue), ("id", id)] + fields.sorted { $0.key < $1.key }
        return pairs.map { "\($0)=\(LiveRow.escape($1))" }.joined(separator: "\t") + "\n"
    }

    /// Reads a line without its end; `nil` when it is none of ours.
    init?(line: Substring) {
        var fields: [String: String] = [:]
        for pair in line.split(separator: "\t") {
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            fields[String(pair[..<equals])] = LiveRow.unescape(pair[pair.index(after: equals)...])
        }
        guard let kind = fields.removeValue(forKey: "kind").flatMap(Kind.init),
            let id = fields.removeValue(forKey: "id")
        else { return nil }
        self.kind = kind
        self.id = id
        self.fields = fields
    }

    private static func escape(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func unescape(_ value: Substring) -> String {
        var text = ""
        var isEscaped = false
        for character in value.unicodeScalars {
            if isEscaped {
                switch character {
                case "t": text += "\t"
                case "n": text += "\n"
                case "r": text += "\r"
                default: text.unicodeScalars.append(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
