// SPDX-License-Identifier: Apache-2.0

/// The file `secrets.yaml` beside a configuration, read when the first `!secret` asks for it.
final class SecretsFile {
    private let path: String
    private let files: any ConfigurationFiles
    private let findings: Findings
    private var loaded: [String: String]??

    init(path: String, files: any ConfigurationFiles, findings: Findings) {
        self.path = path
        self.files = files
        self.findings = findings
    }

    /// The secrets by name; `nil` when there is no usable file, which is reported once.
    func values() -> [String: String]? {
        if let loaded { return loaded }
        let values = read()
        loaded = .some(values)
        return values
    }

    private func read() -> [String: String]? {
        let own = Findings(file: path)
        defer { findings.add(own.issues) }
        do {
            let contents = try files.contents(of: path, limit: DocumentReader.sizeLimit)
            guard contents.permissions & 0o077 == 0 else {
                own.report(
                    at: .start, path: "yaml",
                    "the file is open to others (mode \(DecodingContext.octal(contents.permissions)))",
                    remedy: "run 'chmod 600 \(path)'")
                return nil
            }
            return secrets(contents.bytes, own)
        } catch {
            own.report(
                at: .start, path: "yaml", "the file \(error.description)", remedy: error.remedy)
            return nil
        }
    }

    private func secrets(_ bytes: [UInt8], _ own: Findings) -> [String: String]? {
        let reader = DocumentReader(
            findings: own, references: References(environment: [:], secrets: nil))
        guard let document = reader.read(bytes) else { return nil }
        guard case .mapping(let entries, _) = document else {
            own.report(
                at: document.position, path: "yaml", "the file holds no names",
                remedy: "write lines such as 'name: value'")
            return nil
        }
        var values: [String: String] = [:]
        for entry in entries {
            let field = Field(node: entry.value, path: Redaction.shown(entry.key), findings: own)
            values[entry.key] = field.scalar()?.text
        }
        return own.hasErrors ? nil : values
    }
}
