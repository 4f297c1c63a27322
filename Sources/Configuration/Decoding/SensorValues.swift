// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

/// The published values of a sensor: its mapping `values`.
struct SensorValues {
    private static let keys = ["unit", "from", "formula", "decimals", "minimum", "maximum"]
    /// Names that the payload of a sensor has anyway.
    private static let reserved = ["received", "time"]

    private(set) var definitions: [SensorValueDefinition] = []
    /// What a later definition may be made from; `nil` when the format is not known.
    private var sources: [String]?

    init(_ field: Field?, format: SensorFormat?) {
        sources = format?.valueNames
        guard let field, let entries = SensorValues.entries(field), !entries.isEmpty else {
            definitions = format?.defaultDefinitions ?? []
            return
        }
        for entry in entries {
            let path = "\(field.path).\(Redaction.shown(entry.key))"
            let value = Field(node: entry.value, path: path, findings: field.findings)
            if let definition = definition(entry, value) { definitions.append(definition) }
        }
    }

    private static func entries(_ field: Field) -> [DocumentEntry]? {
        switch field.node {
        case .mapping(let entries, _): return entries
        case .empty, .refused: return nil
        case .scalar, .list:
            field.report(
                "a mapping of names is expected here", "write lines such as 'distance: {unit: cm}'")
            return nil
        }
    }

    private mutating func definition(_ entry: DocumentEntry, _ field: Field)
        -> SensorValueDefinition?
    {
        guard let section = field.section(SensorValues.keys) else { return nil }
        guard SensorValues.isName(entry.key) else {
            field.findings.report(
                at: entry.keyPosition, path: field.path,
                "'\(Redaction.shown(entry.key))' is no name of a value",
                remedy: "write a small letter, then small letters, digits and _")
            return nil
        }
        let source = source(section, name: entry.key, field: field)
        let formula = section["formula"].flatMap { SensorValues.formula($0, source: source) }
        let minimum = section["minimum"]?.decimal()
        let maximum = section["maximum"]?.decimal()
        if let minimum, let maximum, maximum.isLess(than: minimum) {
            section["minimum"]?.report("minimum is above maximum", "swap them")
        }
        let definition = SensorValueDefinition(
            name: entry.key, unit: section["unit"].flatMap(SensorValues.unit) ?? .none,
            source: source,
            formula: formula, decimals: section["decimals"]?.integer(in: 0...9).map { UInt8($0) },
            minimum: minimum,
            maximum: maximum)
        if sources?.contains(entry.key) == false { sources?.append(entry.key) }
        guard !SensorValues.reserved.contains(definition.readingName),
            !definitions.contains(where: { $0.readingName == definition.readingName })
        else {
            field.report(
                "the name '\(definition.readingName)' is already taken",
                "choose another name or unit")
            return nil
        }
        return definition
    }

    /// The value that a definition is made from, which the format or an earlier definition must
    /// give.
    private func source(_ section: Section, name: String, field: Field) -> String {
        let written = section["from"]?.text()
        let source = written ?? name
        guard let sources, section["from"] == nil || written != nil, !sources.contains(source)
        else { return source }
        let nearest = Suggestion.nearest(to: source, among: sources).map { "did you mean '\($0)'?" }
        let offer = "use one of \(sources.joined(separator: ", "))"
        if let from = section["from"] {
            from.report("there is no value '\(from.shown)' before this one", nearest ?? offer)
        } else {
            field.report(
                "the sensor gives no value '\(Redaction.shown(name))'",
                "add 'from'; \(nearest ?? offer)")
        }
        return source
    }

    private static func formula(_ field: Field, source: String) -> Formula? {
        guard let text = field.text() else { return nil }
        do {
            return try Formula(text, source: source)
        } catch {
            field.report(
                field.isLiteral ? error.description : "\(field.shown) is no formula",
                "write it like (204.5 - x) * 51.07, where x is the value")
            return nil
        }
    }

    private static func unit(_ field: Field) -> UnitSuffix? {
        guard let text = field.text() else { return nil }
        if let unit = UnitSuffix(text) { return unit }
        field.report(
            "'\(field.shown)' cannot stand in a name", "write a unit such as cm, l, m³, °C or %")
        return nil
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, ByteClass.isLowerCase(first), text.utf8.count <= 32
        else { return false }
        return text.utf8.allSatisfy {
            ByteClass.isLowerCase($0) || ByteClass.isDigit($0) || $0 == UInt8(ascii: "_")
        }
    }
}
