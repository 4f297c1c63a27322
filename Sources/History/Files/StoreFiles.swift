// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The files of the log and what the file system says of them.
struct StoreFiles: Sendable {
    /// How many damaged databases are kept, the one just found included.
    static let damagedKept = 3

    let directory: String

    var database: String { directory + "/telegrams.db" }
    var wal: String { database + "-wal" }
    var floors: String { directory + "/floors" }
    var ballast: String { directory + "/ballast" }
    /// The copy made before a migration.
    var backup: String { directory + "/telegrams.before-migration.db" }

    /// What stands in the way of writing here, apart from the database itself.
    func fault() -> StoreFault? {
        var system = statvfs()
        guard unsafe statvfs(directory, &system) == 0 else { return .noStorage }
        if system.f_flag & UInt(ST_RDONLY) != 0 { return .diskReadOnly }
        guard unsafe access(directory, R_OK | W_OK | X_OK) == 0 else {
            return errno == EROFS ? .diskReadOnly : .noStorage
        }
        return nil
    }

    /// Bytes that an ordinary user may still write.
    func freeBytes() -> UInt64 {
        var system = statvfs()
        guard unsafe statvfs(directory, &system) == 0 else { return 0 }
        return UInt64(system.f_bavail) * UInt64(system.f_frsize)
    }

    /// The size of a file and the number the file system knows it by; `nil` when there is none.
    static func status(_ path: String) -> (bytes: Int64, node: UInt64)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return (Int64(status.st_size), UInt64(status.st_ino))
    }

    /// Makes the database's file, so that it is for the gateway's user only; SQLite gives its other
    /// files the same mode.
    func makePrivate() {
        let descriptor = unsafe open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Removes the database's copy with the files that belong to it.
    static func remove(_ database: String) {
        for suffix in ["", "-wal", "-shm"] { unsafe unlink(database + suffix) }
    }

    /// Renames a database together with its write-ahead log: one without the other is worthless.
    ///
    /// The latest three damaged databases are kept. The name of the new file, without the folder: it
    /// bears the time, or what follows the last name if the clock, which may not be set, is behind it.
    func setAside(at time: Int64) throws(StoreFault) -> String {
        let before = damaged()
        let last = before.last.flatMap(StoreFiles.time) ?? -1
        let name = "telegrams.damaged-\(max(time, last + 1)).db"
        for old in before.dropLast(StoreFiles.damagedKept - 1) {
            StoreFiles.remove(directory + "/" + old)
        }
        for suffix in ["-wal", "-shm", ""] {
            guard unsafe rename(database + suffix, directory + "/" + name + suffix) != 0,
                errno != ENOENT
            else { continue }
            throw fault() ?? .ioError
        }
        return name
    }

    /// The damaged databases that were set aside, without the folder, oldest first.
    func damaged() -> [String] {
        guard let folder = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix("telegrams.damaged-"), name.hasSuffix(".db") { names.append(name) }
        }
        return names.sorted {
            (StoreFiles.time($0) ?? -1, $0) < (StoreFiles.time($1) ?? -1, $1)
        }
    }

    /// The time in the name of a damaged database; `nil` if it bears none, or none that is near.
    private static func time(_ name: String) -> Int64? {
        Int64(name.dropFirst("telegrams.damaged-".count).dropLast(".db".count)).flatMap {
            (0..<1 << 50).contains($0) ? $0 : nil
        }
    }
}
