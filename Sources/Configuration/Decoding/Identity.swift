// SPDX-License-Identifier: Apache-2.0
import Readings

/// The id and the name of a meter or sensor.
struct Identity {
    static let keys = ["id", "name", "enabled"]

    let id: MeterID
    let name: String
    let isEnabled: Bool

    /// Reads them, and claims the id; `nil` without a usable one.
    init?(_ section: Section) {
        let id = section.required("id", "write a short name such as flat-1").flatMap(Identity.id)
        let name = section["name"]?.text(limit: 200)
        isEnabled = section["enabled"]?.boolean() ?? true
        guard let id else { return nil }
        self.id = id
        self.name = name ?? id.text
    }

    private static func id(_ field: Field) -> MeterID? {
        guard let text = field.text() else { return nil }
        guard let id = MeterID(text) else {
            let proposal = slug(text)
            field.report(
                text == "gateway"
                    ? "'gateway' is the gateway's own name in topics" : "'\(field.shown)' is no id",
                field.isLiteral && MeterID(proposal) != nil && proposal != text
                    ? "did you mean '\(Redaction.shown(proposal))'?"
                    : "write 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit")
            return nil
        }
        field.claim("id", text, remedy: "give each meter and sensor its own id") {
            "'\(field.shown)' is already used by \($0)"
        }
        return id
    }

    /// What an id could look like that was made from this text.
    private static func slug(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.isASCII,
                ByteClass.isLetterOrDigit(UInt8(truncatingIfNeeded: scalar.value))
                    || "-_".unicodeScalars.contains(scalar)
            {
                result.unicodeScalars.append(scalar)
            } else if !result.isEmpty, !result.hasSuffix("-") {
                result += "-"
            }
        }
        while result.hasSuffix("-") { result.removeLast() }
        return result
    }
}
