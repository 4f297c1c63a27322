// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

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

    // MARK: Scalars

    /// A single value that is not empty.
    func scalar() -> DocumentScalar? {
        switch node {
        case .scalar(let scalar, _):
            guard !scalar.text.isEmpty else { fallthrough }
            return scalar
        case .empty:
            report("there is no value", "write one behind the colon, or remove the line")
        case .list, .mapping:
            report("a single value is expected here", "write it behind the colon")
        case .refused: break
        }
        return nil
    }

    /// A text without control characters, as it stands; what is plainly a key is refused.
    func text(limit: Int = 1_024) -> String? {
        guard let scalar = scalar() else { return nil }
        guard !Redaction.isKey(scalar.text) else {
            report("this looks like a key", "write it into a file and name that under key_file")
            return nil
        }
        guard
            !scalar.text.unicodeScalars.contains(where: {
                $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
            })
        else {
            report("the text holds control characters", "write it in one line without them")
            return nil
        }
        guard scalar.text.utf8.count <= limit else {
            report("the text is longer than \(limit) bytes", "shorten it")
            return nil
        }
        return scalar.text
    }

    /// How the value may be quoted in a message.
    var shown: String {
        if case .scalar(let scalar, _) = node { Redaction.shown(scalar) } else { "…" }
    }

    /// Whether the text stands in the file itself, so that a message may speak of its parts.
    var isLiteral: Bool {
        if case .scalar(let scalar, _) = node, case .file = scalar.origin { true } else { false }
    }

    /// A whole number; `example` is one that makes sense here, unless that is the least.
    func integer(in range: ClosedRange<Int>, example: Int? = nil) -> Int? {
        guard let text = text() else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(ByteClass.isDigit) else {
            report(
                "expected a whole number, found '\(shown)'",
                "write digits only, such as \(example ?? range.lowerBound)")
            return nil
        }
        guard digits == "0" || !digits.hasPrefix("0") else {
            report(
                "a number with a leading zero is octal to some readers", "write it without the zero"
            )
            return nil
        }
        guard let number = Int(text), range.contains(number) else {
            report(
                "\(shown) is out of range",
                "write a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func decimal() -> FixedPoint? {
        guard let text = text() else { return nil }
        guard !text.contains(","), !text.contains(" "), let number = FixedPoint(decimal: text.utf8)
        else {
            report("expected a decimal number, found '\(shown)'", "write it like 10443 or -0.5")
            return nil
        }
        return number
    }

    func boolean() -> Bool? {
        guard let text = text() else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            report(
                "expected true or false, found '\(shown)'",
                "write true or false, without quotes and in small letters")
            return nil
        }
    }

    /// One word out of the raw values of a type.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type = Choice.self)
        -> Choice?
    {
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let nearest = Suggestion.nearest(to: text, among: known)
        report(
            "'\(shown)' must be one of: \(known.joined(separator: ", "))",
            nearest.map { "did you mean '\($0)'?" } ?? "write one of them")
        return nil
    }

    func duration(in range: ClosedRange<Duration>) -> Duration? {
        guard let text = text() else { return nil }
        guard let duration = Duration(written: text) else {
            let isBare = text.utf8.allSatisfy(ByteClass.isDigit)
            report(
                isBare ? "the duration '\(shown)' has no unit" : "'\(shown)' is no duration",
                isBare
                    ? "write \(shown)s or \(shown)ms"
                    : "write a whole number and ms, s, m, h, d or w, such as 10s")
            return nil
        }
        guard range.contains(duration) else {
            report(
                "\(shown) is out of range",
                "write a duration from \(range.lowerBound.written) to \(range.upperBound.written)")
            return nil
        }
        return duration
    }

    // MARK: Structures

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
