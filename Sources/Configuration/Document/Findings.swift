// SPDX-License-Identifier: Apache-2.0

/// Collects what is wrong in one file while it is being read.
final class Findings {
    let file: String
    private(set) var issues: [ConfigurationIssue] = []
    private var claims: [Claim: (path: String, position: DocumentPosition)] = [:]

    /// Something that only one place in the configuration may have.
    struct Claim: Hashable {
        let kind: String
        let value: String
    }

    init(file: String) { self.file = file }

    var hasErrors: Bool { issues.contains { $0.severity == .error } }

    /// All issues in the order of their places; those of one place in the order in which they were
    /// found.
    var sorted: [ConfigurationIssue] {
        issues.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < (
                $1.element.line, $1.element.column, $1.offset
            )
        }.map(\.element)
    }

    func report(
        _ severity: ConfigurationIssue.Severity = .error, at position: DocumentPosition,
        path: String, _ problem: String,
        remedy: String
    ) {
        issues.append(
            ConfigurationIssue(
                severity: severity, file: file, line: position.line, column: position.column,
                path: path,
                problem: problem, remedy: remedy))
    }

    /// Takes over what was found in another file.
    func add(_ others: [ConfigurationIssue]) { issues += others }

    /// Notes that a place has something for itself; where another already had it, that place is
    /// returned.
    func claim(_ claim: Claim, path: String, at position: DocumentPosition) -> String? {
        if let earlier = claims[claim] { return "\(earlier.path) (line \(earlier.position.line))" }
        claims[claim] = (path, position)
        return nil
    }
}
