// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a path that should be a serial port leads to; the raw value is the word for it.
public enum FileKind: String, Sendable, Hashable, CaseIterable {
    /// A directory.
    case folder = "a folder"
    /// A file of bytes.
    case regularFile = "a regular file"
    /// What `mkfifo` makes.
    case pipe = "a named pipe"
    /// What a program listens on.
    case socket = "a Unix socket"
    /// A disk or another device that is no terminal.
    case device = "a device, but no terminal"

    /// The kind of what is there, with every symbolic link followed; `nil` if nothing is.
    init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .folder
        case S_IFREG: self = .regularFile
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .device
        }
    }
}
