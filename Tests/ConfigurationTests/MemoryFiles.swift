// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration

/// Files that exist only in a table, so that a test can say in one line what there is.
struct MemoryFiles: ConfigurationFiles {
    var files: [String: FileContents] = [:]
    /// What the paths of links lead to.
    var links: [String: String] = [:]
    var userID: UInt32 = 1_000

    /// Files with the text given, which only their owner may read.
    init(_ texts: KeyValuePairs<String, String> = [:]) {
        for (path, text) in texts { self[path] = text }
    }

    subscript(path: String) -> String? {
        get { files[path].map { String(decoding: $0.bytes, as: UTF8.self) } }
        set {
            files[path] = newValue.map {
                FileContents(bytes: Array($0.utf8), permissions: 0o600, owner: 1_000)
            }
        }
    }

    func contents(of path: String, limit: Int) throws(FileProblem) -> FileContents {
        guard let contents = files[path] else { throw .missing }
        guard contents.bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return contents
    }

    /// Files, and the folder that the configuration is in.
    func exists(_ path: String) -> Bool { files[path] != nil || path == "/etc/gw" }

    func canonicalPath(of path: String) -> String? { links[path] }
}
