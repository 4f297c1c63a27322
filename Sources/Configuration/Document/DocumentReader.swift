// SPDX-License-Identifier: Apache-2.0
import Yams

/// Reads a YAML text into nodes, and refuses what a configuration has no use for.
///
/// At most 1 MiB and sixteen levels; no anchors, aliases, merges or tags besides `!secret`; one
/// document. Every value is a text until the schema asks for something else, so no rule of YAML
/// turns `017`, `off` or `1:30` into another value.
struct DocumentReader {
    static let sizeLimit = 1_048_576
    static let depthLimit = 16

    private let findings: Findings
    private let references: References

    init(findings: Findings, references: References) {
        self.findings = findings
        self.references = references
    }

    /// The document; `nil` when it cannot be read at all, which has then been reported.
    func read(_ bytes: [UInt8]) -> DocumentNode? {
        guard bytes.count <= DocumentReader.sizeLimit else {
            return refuse(at: .start, "the file is larger than 1 MiB", "name the right file")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            let position = DocumentPosition(
                of: DocumentReader.firstInvalidByte(content), in: content)
            return refuse(
                at: position, "the text is not UTF-8", "save the file with UTF-8 encoding")
        }
        if let position = AliasGuard.firstExcessiveAlias(in: text) {
            return refuse(at: position, AliasGuard.problem, AliasGuard.remedy)
        }
        do {
            return try compose(text)
        } catch {
            findings.report(
                at: error.position, path: "yaml", error.problem,
                remedy: error.remedy)
            return nil
        }
    }

    /// Parses the text; a key that is written twice is renamed and parsed again, so that all else
    /// is still checked.
    private func compose(_ original: String) throws(DocumentSyntaxError) -> DocumentNode? {
        var text = RenamedKeys(original)
        let (tags, aliases) = (TagMarks(in: original), AliasMarks(in: original))
        while true {
            do {
                let parser = try Parser(yaml: text.text, resolver: .basic, encoding: .utf8)
                // The nodes hold their anchors weakly; the parser owns them.
                return try withExtendedLifetime(parser) { parser in
                    guard let root = try parser.singleRoot() else {
                        return refuse(at: .start, "the file is empty", "begin with 'version: 1'")
                    }
                    let source = Source(renamed: text, tags: tags, aliases: aliases)
                    var place = DocumentPosition.start
                    return node(root, path: "", depth: 0, after: &place, in: source)
                }
            } catch YamlError.duplicatedKeysInMapping(let duplicates, let context)
                where text.rename(at: context.mark)
            {
                _ = duplicates
            } catch {
                throw DocumentSyntaxError(error, in: original)
            }
        }
    }

    // MARK: Nodes

    /// What the text says that the library's nodes do not.
    private struct Source {
        let renamed: RenamedKeys
        let tags: TagMarks
        let aliases: AliasMarks

        /// Where a node stands that follows a place, which is then this one: an alias has its anchor's
        /// mark, which lies before.
        func position(_ node: Node, after place: inout DocumentPosition) -> DocumentPosition {
            var position = DocumentPosition(node.mark)
            if let anchor = node.anchor, position <= place {
                position = aliases.first(of: anchor.rawValue, after: place) ?? position
            }
            place = max(place, position)
            return position
        }
    }

    private func node(
        _ node: Node, path: String, depth: Int, after place: inout DocumentPosition,
        in source: Source
    ) -> DocumentNode {
        let position = source.position(node, after: &place)
        func refused(_ problem: String, _ remedy: String) -> DocumentNode {
            findings.report(
                at: position, path: path.isEmpty ? "yaml" : path, problem, remedy: remedy)
            return .refused(at: position)
        }
        guard node.anchor == nil, node.alias == nil else {
            return refused(
                AliasGuard.problem(at: position, anchor: DocumentPosition(node.mark)),
                AliasGuard.remedy)
        }
        guard depth < DocumentReader.depthLimit else {
            return refused(
                "nested deeper than \(DocumentReader.depthLimit) levels", "write it flatter")
        }
        switch node {
        case .scalar(let scalar):
            return self.scalar(
                scalar, path: path, at: position, isTagged: source.tags.contains(position))
        case .sequence(let sequence):
            guard DocumentReader.isPlain(sequence.tag) else {
                return refused(
                    ReferenceProblem.unknownTag.description, ReferenceProblem.unknownTag.remedy)
            }
            let elements = sequence.enumerated().map { index, element in
                self.node(
                    element, path: "\(path)[\(index)]", depth: depth + 1, after: &place,
                    in: source)
            }
            return .list(elements, at: position)
        case .mapping(let mapping):
            guard DocumentReader.isPlain(mapping.tag) else {
                return refused(
                    ReferenceProblem.unknownTag.description, ReferenceProblem.unknownTag.remedy)
            }
            return .mapping(
                entries(mapping, path: path, depth: depth, after: &place, in: source), at: position)
        case .alias:
            return refused(AliasGuard.problem, AliasGuard.remedy)
        }
    }

    private func entries(
        _ mapping: Node.Mapping, path: String, depth: Int, after place: inout DocumentPosition,
        in source: Source
    ) -> [DocumentEntry] {
        var entries: [DocumentEntry] = []
        var places: [String: DocumentPosition] = [:]
        for (keyNode, value) in mapping {
            let position = source.position(keyNode, after: &place)
            guard let scalar = keyNode.scalar, keyNode.anchor == nil,
                !source.tags.contains(position)
            else {
                findings.report(
                    at: position, path: path.isEmpty ? "yaml" : path, "a key must be a plain word",
                    remedy: "write it as 'key: value'")
                continue
            }
            let key = source.renamed.original(of: scalar.string, at: position)
            let keyPath = path.isEmpty ? Redaction.shown(key) : "\(path).\(Redaction.shown(key))"
            if let first = places[key] {
                findings.report(
                    at: position, path: keyPath, "already given in line \(first.line)",
                    remedy: "remove one of the two")
                continue
            }
            places[key] = position
            let node = node(value, path: keyPath, depth: depth + 1, after: &place, in: source)
            entries.append(DocumentEntry(key: key, keyPosition: position, value: node))
        }
        return entries
    }

    private func scalar(
        _ scalar: Node.Scalar, path: String, at position: DocumentPosition, isTagged: Bool
    ) -> DocumentNode {
        do throws(ReferenceProblem) {
            let tag = scalar.tag.description
            guard tag != "!secret" else {
                return .scalar(try references.secret(named: scalar.string), at: position)
            }
            guard !isTagged else { throw ReferenceProblem.unknownTag }
            if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
                return .empty(at: position)
            }
            return .scalar(try references.expand(scalar.string), at: position)
        } catch {
            findings.report(
                at: position, path: path.isEmpty ? "yaml" : path, error.description,
                remedy: error.remedy)
            return .refused(at: position)
        }
    }

    /// Whether the tag of a list or a mapping was left out.
    private static func isPlain(_ tag: Tag) -> Bool { tag.description.isEmpty }

    // MARK: Text

    private func refuse(at position: DocumentPosition, _ problem: String, _ remedy: String)
        -> DocumentNode?
    {
        findings.report(at: position, path: "yaml", problem, remedy: remedy)
        return nil
    }

    /// How many bytes at the beginning are valid UTF-8.
    private static func firstInvalidByte(_ bytes: ArraySlice<UInt8>) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput, .error: return offset
            }
        }
    }
}
