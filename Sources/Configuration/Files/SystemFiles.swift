// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The files of this machine.
public struct SystemFiles: ConfigurationFiles {
    /// How often a file is read again because it changed under the reading.
    private static let attempts = 5

    /// Makes no request yet.
    public init() {}

    /// The effective user.
    public var userID: UInt32 { geteuid() }

    /// Whether there is something under this path; a dangling link is nothing.
    public func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// The path behind all links; `nil` when there is nothing.
    public func canonicalPath(of path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Reads a regular file whole; one that changes meanwhile is read again.
    public func contents(of path: String, limit: Int) throws(FileProblem) -> FileContents {
        for _ in 0..<SystemFiles.attempts {
            // Opened anew each time: an editor that saves by renaming leaves the old file behind.
            if let contents = try attempt(path, limit: limit) { return contents }
        }
        throw .changing
    }

    /// One reading; `nil` if a second one, right behind it, finds something else.
    private func attempt(_ path: String, limit: Int) throws(FileProblem) -> FileContents? {
        // O_NONBLOCK: opening a pipe must not wait for its other end.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemFiles.problem(errno) }
        defer { close(descriptor) }
        let status = try SystemFiles.status(of: descriptor)
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        let bytes = try SystemFiles.readAll(descriptor, limit: limit)
        guard lseek(descriptor, 0, SEEK_SET) == 0,
            try SystemFiles.readAll(descriptor, limit: limit) == bytes
        else { return nil }
        return FileContents(
            bytes: bytes, permissions: status.st_mode & 0o7777, owner: status.st_uid)
    }

    private static func readAll(_ descriptor: Int32, limit: Int) throws(FileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem(errno) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }

    private static func status(of descriptor: Int32) throws(FileProblem) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw problem(errno) }
        return status
    }

    private static func problem(_ number: Int32) -> FileProblem {
        switch number {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .denied
        case EISDIR, ENXIO: .notRegular
        default: .failed(errno: number)
        }
    }
}
