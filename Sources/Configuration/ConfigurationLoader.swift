// SPDX-License-Identifier: Apache-2.0

/// Reads a configuration file and everything it refers to, and checks all of it before anything is
/// opened.
///
/// The file is read once and whole. All problems are found in one go. No input makes it trap.
public struct ConfigurationLoader: Sendable {
    private let files: any ConfigurationFiles

    /// Looks at the files of this machine unless others are given.
    public init(files: any ConfigurationFiles = SystemFiles()) { self.files = files }

    /// Loads a file of this machine.
    public static func load(
        path: String, environment: [String: String]
    ) -> Result<LoadedConfiguration, ConfigurationIssues> {
        ConfigurationLoader().load(path: path, environment: environment)
    }

    /// Loads a file; `environment` fills in `${NAME}`.
    public func load(
        path: String, environment: [String: String]
    ) -> Result<LoadedConfiguration, ConfigurationIssues> {
        do {
            let contents = try files.contents(of: path, limit: DocumentReader.sizeLimit)
            return load(contents, path: path, environment: environment)
        } catch {
            let findings = Findings(file: path)
            findings.report(
                at: .start, path: "yaml", "the file \(error.description)", remedy: error.remedy)
            return .failure(ConfigurationIssues(issues: findings.sorted))
        }
    }

    /// Loads what was read of a file; `path` names it in messages and says what other paths are
    /// relative to.
    public func load(
        _ contents: FileContents, path: String, environment: [String: String]
    ) -> Result<LoadedConfiguration, ConfigurationIssues> {
        let findings = Findings(file: path)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let secrets = SecretsFile(path: folder + "secrets.yaml", files: files, findings: findings)
        let reader = DocumentReader(
            findings: findings,
            references: References(environment: environment, secrets: secrets.values))
        let context = DecodingContext(
            findings: findings, files: files, environment: environment, folder: folder,
            permissions: contents.permissions)
        guard let document = reader.read(contents.bytes),
            let configuration = GatewayConfiguration(document, context: context)
        else { return .failure(ConfigurationIssues(issues: findings.sorted)) }
        return .success(
            LoadedConfiguration(configuration: configuration, warnings: findings.sorted))
    }
}
