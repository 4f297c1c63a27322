// SPDX-License-Identifier: Apache-2.0

/// Fills in `${NAME}`, `${NAME:-default}` and `!secret name`.
struct References {
    /// The named secrets: read when the first is asked for; `nil` when there are none to be had.
    typealias SecretSource = () -> [String: String]?

    private let environment: [String: String]
    private let secrets: SecretSource?

    /// `secrets` is `nil` in the file of secrets itself.
    init(environment: [String: String], secrets: SecretSource?) {
        self.environment = environment
        self.secrets = secrets
    }

    func secret(named name: String) throws(ReferenceProblem) -> DocumentScalar {
        guard let secrets else { throw .secretInSecrets }
        guard let known = secrets() else { throw .secretsUnavailable }
        guard let text = known[name] else {
            throw .unknownSecret(
                name, nearest: Suggestion.nearest(to: name, among: known.keys.sorted()))
        }
        return DocumentScalar(text: text, source: "!secret \(name)", origin: .secret)
    }

    /// Replaces all references in a text; `$${` stands for `${` itself.
    func expand(_ source: String) throws(ReferenceProblem) -> DocumentScalar {
        // Secrets are taken literally: a password may hold any character.
        guard secrets != nil, source.contains("${") else {
            return DocumentScalar(text: source, source: source, origin: .file)
        }
        var text = ""
        var origin = DocumentScalar.Origin.file
        var rest = Substring(source)
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                text += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                let (value, isSet) = try value(of: &rest)
                text += value
                if isSet { origin = .environment }
            } else {
                text += "$"
                rest = rest.dropFirst()
            }
        }
        return DocumentScalar(text: text + rest, source: source, origin: origin)
    }

    /// Takes one `${…}` off a text and gives what it stands for, and whether the environment said
    /// so.
    private func value(of rest: inout Substring) throws(ReferenceProblem) -> (String, isSet: Bool) {
        guard let end = rest.firstIndex(of: "}") else { throw .badReference }
        let inner = rest[..<end].dropFirst(2)
        rest = rest[end...].dropFirst()
        let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let tail = inner[name.endIndex...]
        guard let first = name.first, !first.isNumber, tail.isEmpty || tail.hasPrefix(":-") else {
            throw .badReference
        }
        let value = environment[String(name)] ?? ""
        if tail.isEmpty {
            guard environment[String(name)] != nil else { throw .unsetVariable(String(name)) }
            return (value, true)
        }
        return value.isEmpty ? (String(tail.dropFirst(2)), false) : (value, true)
    }
}
