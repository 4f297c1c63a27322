// SPDX-License-Identifier: Apache-2.0

/// A unit as it stands at the end of a reading's name: `cm`, `l`, `m3` for m³, `c` for °C,
/// `percent` for %.
public struct UnitSuffix: Sendable, Hashable {
    /// The unit as it was written.
    public let unit: String
    /// The suffix without its underscore; empty for no unit.
    public let text: String

    /// No unit.
    public static let none = UnitSuffix(unit: "", text: "")
    /// Centimetres.
    public static let centimetre = UnitSuffix(unit: "cm", text: "cm")

    private init(unit: String, text: String) {
        self.unit = unit
        self.text = text
    }

    /// Makes the suffix of a unit; `nil` when it does not come down to lower-case letters, digits
    /// and underscores.
    public init?(_ unit: String) {
        var text = ""
        for character in unit.lowercased() {
            switch character {
            case "a"..."z", "0"..."9", "_": text.append(character)
            case "%": text += "percent"
            case "°", "º": continue
            case "℃": text += "c"
            case "²": text += "2"
            case "³": text += "3"
            case "µ", "μ": text += "u"
            case "/": text += "_per_"
            default: return nil
            }
        }
        guard !text.isEmpty, text.utf8.count <= 32, text.first != "_", text.last != "_" else {
            return nil
        }
        self.init(unit: unit, text: text)
    }
}
