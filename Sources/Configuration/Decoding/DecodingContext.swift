// SPDX-License-Identifier: Apache-2.0

/// What all decoders share: the findings, and how to look at files.
struct DecodingContext {
    /// Keys and passwords are short; a larger file is the wrong one.
    private static let secretLimit = 4_096

    let findings: Findings
    let files: any ConfigurationFiles
    let environment: [String: String]
    /// The folder of the configuration file with a slash behind it; empty for the working
    /// directory.
    let folder: String
    /// The permission bits of the configuration file.
    let permissions: UInt32

    // MARK: Paths

    /// The path that a field names, relative to the configuration file.
    func path(_ field: Field?) -> String? {
        guard let text = field?.text() else { return nil }
        return text.hasPrefix("/") ? text : folder + text
    }

    // MARK: Secrets

    /// The contents of a file that only its owner may read.
    func secretFile(_ field: Field) -> String? {
        guard let path = path(field) else { return nil }
        let name = field.shown
        do {
            let contents = try files.contents(of: path, limit: DecodingContext.secretLimit)
            guard isPrivate(contents, path: path, name: name, field: field) else { return nil }
            guard let text = String(validating: contents.bytes, as: UTF8.self) else {
                field.report("\(name) is no text", "write the secret into it as text")
                return nil
            }
            return text
        } catch .missing {
            // Its name is not shown: it may be the secret itself, typed into the wrong place.
            field.report(
                "the file does not exist",
                "create it, or correct its path; what is secret goes into the file, not here")
        } catch {
            field.report("\(name) \(error.description)", error.remedy)
        }
        return nil
    }

    /// A secret that stands in the configuration itself or comes through a reference.
    func inlineSecret(_ field: Field) -> String? {
        guard let scalar = field.scalar() else { return nil }
        if case .file = scalar.origin, permissions & 0o077 != 0 {
            field.report(
                "the secret stands in a file that others may read (mode \(DecodingContext.octal(permissions)))",
                "run 'chmod 600 \(findings.file)', or keep it in a file of its own or in ${NAME}")
            return nil
        }
        return scalar.text
    }

    /// Whether nobody else may read a file; reports it otherwise.
    private func isPrivate(_ contents: FileContents, path: String, name: String, field: Field)
        -> Bool
    {
        // systemd shows a unit's credentials as readable by root's group and keeps everybody else
        // out itself.
        if let credentials = environment["CREDENTIALS_DIRECTORY"], !credentials.isEmpty,
            path.hasPrefix(credentials + "/"), !path.contains("/../")
        {
            return true
        }
        guard contents.permissions & 0o077 == 0 else {
            field.report(
                "\(name) is open to others (mode \(DecodingContext.octal(contents.permissions)))",
                "run 'chmod 600 \(name)'")
            return false
        }
        guard contents.owner == files.userID || contents.owner == 0 || files.userID == 0 else {
            field.report(
                "\(name) belongs to another user",
                "give it to the user that runs the gateway, or to root")
            return false
        }
        return true
    }

    static func octal(_ permissions: UInt32) -> String {
        let digits = String(permissions & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
