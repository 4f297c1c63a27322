// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration

/// Files that exist only in memory: any `.key` holds the secret, and there is a `secrets.yaml`.
struct TableOfFiles: ConfigurationFiles {
    let secret: String
    let userID: UInt32 = 1_000

    func contents(of path: String, limit: Int) throws(FileProblem) -> FileContents {
        let text: String
        if path.hasSuffix(".key") {
            text = secret + "\n"
        } else if path.hasSuffix("secrets.yaml") {
            text = "flat: \(secret)\n"
        } else {
            throw .missing
        }
        // The mode depends on the name, so that files which others may read are met as well.
        return FileContents(
            bytes: Array(text.utf8), permissions: path.utf8.count % 7 == 0 ? 0o644 : 0o600,
            owner: 1_000)
    }

    func exists(_ path: String) -> Bool { !path.hasSuffix("missing") }

    func canonicalPath(of path: String) -> String? { path.hasPrefix("/dev/") ? path : nil }
}
