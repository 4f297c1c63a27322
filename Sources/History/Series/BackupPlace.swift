// SPDX-License-Identifier: Apache-2.0
import GRDB
import Glibc

/// Where a copy may be written: neither among the files that the gateway works with, nor over a file
/// that is something else.
enum BackupPlace {
    /// Throws ``SeriesError/unsuitable(_:)`` for a place that would cost somebody something.
    static func check(_ path: String, notIn directory: String) throws(SeriesError) {
        if sameFile(folder(of: path), directory) {
            throw .unsuitable(
                "that is the state folder, which a copy is to outlive; choose another")
        }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        // A link to the store would be replaced, not followed; what it names stays as it is.
        guard status.st_mode & S_IFMT == S_IFREG, isCopy(path) else {
            throw .unsuitable(
                "there is something at \(path) that is no copy of a gateway's database; "
                    + "choose another name, or remove it")
        }
    }

    /// Whether a file is a database of a gateway, of this version or an older one.
    static func isCopy(_ path: String) -> Bool {
        guard let version = DatabaseHeader.userVersion(path), version <= LogSchema.version else {
            return false
        }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try? DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue?.close() }
        return (try? queue?.read { try $0.note("identity") }) != nil
    }

    private static func folder(of path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return String(path[...end])
    }

    private static func sameFile(_ one: String, _ other: String) -> Bool {
        var first = stat()
        var second = stat()
        guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
