// SPDX-License-Identifier: Apache-2.0

/// A mapping of the schema: it knows its keys and reports those that are none.
struct Section {
    let path: String
    let position: DocumentPosition
    private let fields: [String: Field]
    private let findings: Findings
    /// The entries in the order of the file, for mappings whose keys are free.
    let entries: [DocumentEntry]

    /// `keys` are those that may stand here; `nil` when the keys are names of the user's choice.
    init(
        _ entries: [DocumentEntry], at position: DocumentPosition, path: String, keys: [String]?,
        findings: Findings
    ) {
        self.path = path
        self.position = position
        self.findings = findings
        self.entries = entries
        var fields: [String: Field] = [:]
        for entry in entries {
            guard keys?.contains(entry.key) ?? true else {
                Section.reportUnknown(entry, path: path, keys: keys ?? [], findings: findings)
                continue
            }
            fields[entry.key] = Field(
                node: entry.value, path: Section.join(path, entry.key), findings: findings)
        }
        self.fields = fields
    }

    subscript(key: String) -> Field? { fields[key] }

    /// The field under a key that must be there.
    func required(_ key: String, _ remedy: String) -> Field? {
        if let field = fields[key] { return field }
        report(at: key, "the key is missing", remedy)
        return nil
    }

    /// The one of two fields that is given; reports when both are.
    func oneOf(_ first: String, _ second: String) -> (field: Field, isFirst: Bool)? {
        if let field = fields[first] {
            fields[second]?.report("both '\(first)' and '\(second)' are given", "keep one of them")
            return (field, true)
        }
        return fields[second].map { ($0, false) }
    }

    func report(_ problem: String, _ remedy: String) {
        findings.report(at: position, path: path, problem, remedy: remedy)
    }

    /// Reports what is wrong about a key that need not be there.
    func report(at key: String, _ problem: String, _ remedy: String) {
        findings.report(
            at: position, path: Section.join(path, key), problem, remedy: remedy)
    }

    static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    private static func reportUnknown(
        _ entry: DocumentEntry, path: String, keys: [String], findings: Findings
    ) {
        let shown = Redaction.shown(entry.key)
        let nearest = Suggestion.nearest(to: entry.key, among: keys)
        findings.report(
            at: entry.keyPosition, path: path.isEmpty ? shown : path, "unknown key '\(shown)'",
            remedy: nearest.map { "did you mean '\($0)'?" }
                ?? "the keys here are \(keys.joined(separator: ", "))")
    }
}
