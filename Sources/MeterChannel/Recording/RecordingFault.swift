// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a port's raw bytes are not recorded.
public enum RecordingFault: Error, Sendable, Hashable {
    /// The path is a folder, a pipe, a socket, a device, or a link.
    case notRegularFile(path: String)
    /// The file cannot be opened.
    case notOpened(path: String, errno: Int32)
    /// The file cannot be written, or not all of it.
    case notWritten(path: String, errno: Int32)
    /// The file takes nothing, and no more may wait for it.
    case stuck(path: String)

    /// The word under which `health.last_error` shows this fault.
    public static let code = "record_failed"

    /// The fault behind an error of opening; a pipe that nobody reads and a link say so by theirs.
    init(opening path: String, errno: Int32) {
        switch errno {
        case ENXIO, ELOOP, EISDIR: self = .notRegularFile(path: path)
        default: self = .notOpened(path: path, errno: errno)
        }
    }
}

extension RecordingFault: CustomStringConvertible {
    /// What is wrong and what to do, in one sentence.
    public var description: String {
        switch self {
        case .notRegularFile(let path):
            "the recording \(path) is no regular file; "
                + "let record name a file, not a folder, pipe, device or link"
        case .notOpened(let path, let errno):
            "the recording \(path) cannot be opened: \(Self.text(errno)); "
                + "its folder must be there and the service be allowed to write in it"
        case .notWritten(let path, let errno):
            "the recording \(path) cannot be written: \(Self.text(errno)); it goes on once it can"
        case .stuck(let path):
            "the recording \(path) takes no more bytes; its disk is too slow, or does not answer"
        }
    }

    private static func text(_ errno: Int32) -> String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}
