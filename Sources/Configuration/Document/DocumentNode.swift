// SPDX-License-Identifier: Apache-2.0

/// A YAML value after references have been replaced, with its place in the file.
indirect enum DocumentNode: Sendable {
    case scalar(DocumentScalar, at: DocumentPosition)
    case list([DocumentNode], at: DocumentPosition)
    case mapping([DocumentEntry], at: DocumentPosition)
    /// Nothing stands behind the colon, or `null`.
    case empty(at: DocumentPosition)
    /// What was here has been reported already.
    case refused(at: DocumentPosition)

    var position: DocumentPosition {
        switch self {
        case .scalar(_, let position), .list(_, let position), .mapping(_, let position),
            .empty(let position),
            .refused(let position):
            position
        }
    }
}
