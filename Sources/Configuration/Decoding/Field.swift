// SPDX-License-Identifier: Apache-2.0

/// A value in the document, with its place and the ways to read it.
///
/// Each reader reports what is wrong and returns `nil` then; so does a value that was reported
/// before.
struct Field {
    let node: DocumentNode
    let path: String
    let findings: Findings

    var position: DocumentPosition { node.position }

    /// Whether what stands here has been reported already.
    var isRefused: Bool { if case .refused = node { true } else { false } }

    func report(_ problem: String, _ remedy: String) {
        findings.report(.error, at: position, path: path, problem, remedy: remedy)
    }

    func warn(_ problem: String, _ remedy: String) {
        findings.report(.warning, at: position, path: path, problem, remedy: remedy)
    }

    /// Claims something that only one place may have; reports where another has it already.
    func claim(
        _ kind: String, _ value: String, remedy: String, _ problem: (_ earlier: String) -> String
    ) {
        if let earlier = findings.claim(
            Findings.Claim(kind: kind, value: value), path: path, at: position)
        {
            report(problem(earlier), remedy)
        }
    }

    /// How the value may be quoted in a message.
    var shown: String {
        if case .scalar(let scalar, _) = node { Redaction.shown(scalar) } else { "…" }
    }

    /// Whether the text stands in the file itself, so that a message may speak of its parts.
    var isLiteral: Bool {
        if case .scalar(let scalar, _) = node, case .file = scalar.origin { true } else { false }
    }

    /// Whether nothing stands under the key where a list is expected.
    var hasNoElements: Bool {
        switch node {
        case .empty: true
        case .list(let nodes, _): nodes.isEmpty
        case .scalar, .mapping, .refused: false
        }
    }

    /// The elements of a list; an empty value is an empty list.
    func elements() -> [Field] {
        switch node {
        case .list(let nodes, _):
            return nodes.enumerated().map { index, node in
                Field(node: node, path: "\(path)[\(index)]", findings: findings)
            }
        case .empty, .refused: return []
        case .scalar, .mapping:
            report("a list is expected here", "begin each entry with '- ', or write [one, two]")
            return []
        }
    }

    /// The mapping under this field with exactly these keys; an empty value is an empty mapping.
    func section(_ keys: [String]) -> Section? {
        switch node {
        case .mapping(let entries, let position):
            return Section(entries, at: position, path: path, keys: keys, findings: findings)
        case .empty(let position):
            return Section([], at: position, path: path, keys: keys, findings: findings)
        case .refused: return nil
        case .scalar, .list:
            report(
                "keys with values are expected here",
                "write 'key: value' lines, or {key: value, key: value}")
            return nil
        }
    }
}
