// SPDX-License-Identifier: Apache-2.0

// Texts, and words with a meaning.
extension Field {
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
}
