// SPDX-License-Identifier: Apache-2.0

/// One value of a ledger line.
enum LedgerValue: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case flag(Bool)
    case none

    /// The value as JSON.
    var json: String {
        switch self {
        case .text(let text): LedgerValue.quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .none: "null"
        }
    }

    /// A JSON object with its members in this order.
    static func object(_ members: [(name: String, value: LedgerValue)]) -> String {
        "{" + members.map { "\(quoted($0.name)):\($0.value.json)" }.joined(separator: ",") + "}"
    }

    /// A JSON string; control characters become `\u00…`.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20:
                quoted += "\\u00" + HexText.upper([UInt8(scalar.value)])
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
