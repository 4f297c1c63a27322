// SPDX-License-Identifier: Apache-2.0

/// Why a file could not be read.
public enum FileProblem: Error, Sendable, Hashable {
    /// There is no such file.
    case missing
    /// The gateway's user may not read it, or not enter a folder on the way.
    case denied
    /// It is a folder, a device or a pipe.
    case notRegular
    /// It is larger than the limit in bytes.
    case tooLarge(limit: Int)
    /// It was being written each time it was read.
    case changing
    /// The system gave this error number.
    case failed(errno: Int32)
}

extension FileProblem: CustomStringConvertible {
    /// What is wrong, to stand behind the file's name.
    public var description: String {
        switch self {
        case .missing: "does not exist"
        case .denied: "may not be read by this user"
        case .notRegular: "is no regular file"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .changing: "is being written at this moment"
        case .failed(let number): "cannot be read (error \(number))"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .missing: "create it or correct the path, which is relative to the configuration file"
        case .denied: "give it to the user that runs the gateway"
        case .notRegular: "name a file"
        case .tooLarge: "name the right file"
        case .changing: "try again when it is complete"
        case .failed: "check the disk"
        }
    }
}
