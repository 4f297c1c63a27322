// SPDX-License-Identifier: Apache-2.0
import Yams

/// What the YAML library said against a text, without any of that text.
struct DocumentSyntaxError: Error {
    let position: DocumentPosition
    let problem: String
    let remedy: String

    init(_ error: any Error, in text: String) {
        let look =
            "look at this line and the one before for a missing colon, quote, bracket or blank"
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _)
        where problem.contains("cannot start any token") || problem.contains("tab"):
            self.init(
                DocumentPosition(mark), problem,
                "indent with spaces, not tabs, and put text that begins with @, ` or % in quotes")
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            self.init(DocumentPosition(mark), problem, look)
        case .composer(_, let problem, let mark, _) where problem.contains("alias"):
            self.init(DocumentPosition(mark), AliasGuard.problem, AliasGuard.remedy)
        case .composer(_, let problem, let mark, _):
            self.init(
                DocumentPosition(mark), problem, "keep one document without '---' in the file")
        case .reader(let problem, let offset, _, _):
            let characters = text.prefix(offset ?? 0).utf8
            self.init(
                DocumentPosition(of: characters.count, in: text.utf8), problem,
                "remove the invisible character that stands here")
        case .duplicatedKeysInMapping(_, let context):
            self.init(
                DocumentPosition(context.mark), "a key stands twice in one mapping",
                "remove one of the two")
        default: self.init(.start, "the text cannot be read as YAML", look)
        }
    }

    private init(_ position: DocumentPosition, _ problem: String, _ remedy: String) {
        self.position = position
        self.problem = problem
        self.remedy = remedy
    }
}
