// SPDX-License-Identifier: Apache-2.0

/// Why a mail could not be put among those that wait.
public enum MailFailure: Error, Sendable, Hashable {
    /// The file could not be written.
    case notWritten(path: String)
}

extension MailFailure: CustomStringConvertible {
    /// What happened, in one line.
    public var description: String {
        switch self {
        case .notWritten(let path): "\(path) could not be written"
        }
    }
}
