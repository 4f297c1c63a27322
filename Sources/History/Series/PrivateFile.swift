// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file for its owner only that gets its name when it is complete.
struct PrivateFile {
    /// Where it is until then.
    let part: String
    private let path: String

    /// Makes it, empty; one left by an earlier attempt goes.
    init(_ path: String) throws(SeriesError) {
        part = path + ".part"
        self.path = path
        unsafe unlink(part)
        let descriptor = unsafe open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.unwritable(path) }
        close(descriptor)
    }

    /// Fills it with what another file has.
    func fill(from other: String) throws(SeriesError) {
        let source = unsafe open(other, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .notACopy(path: other, PrivateFile.problem) }
        defer { close(source) }
        let target = unsafe open(part, O_WRONLY | O_CLOEXEC)
        guard target >= 0 else { throw PrivateFile.unwritable(path) }
        defer { close(target) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(source, &buffer, buffer.count)
            guard count != 0 else { return }
            guard count > 0, unsafe write(target, buffer, count) == count else {
                throw PrivateFile.unwritable(path)
            }
        }
    }

    /// Forces it to the medium and gives it its name; a file of that name is replaced.
    func settle() throws(SeriesError) {
        let descriptor = unsafe open(part, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PrivateFile.unwritable(path) }
        let isSafe = fsync(descriptor) == 0
        close(descriptor)
        guard isSafe, unsafe rename(part, path) == 0 else {
            throw PrivateFile.unwritable(path)
        }
        let end = path.lastIndex(of: "/")
        let folder = unsafe open(end.map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Removes it if it was never complete.
    func discard() { unsafe unlink(part) }

    /// Why a file could not be written, by what the system said last.
    static func unwritable(_ path: String) -> SeriesError {
        let problem = PrivateFile.problem
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        guard errno == ENOENT, !folder.isEmpty, StoreFiles.status(String(folder)) == nil else {
            return .unwritable(path: path, problem)
        }
        return .noFolder(path: path, folder: String(folder))
    }

    /// What the system said last.
    static var problem: String {
        unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
    }
}
