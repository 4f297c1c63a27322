// SPDX-License-Identifier: Apache-2.0

/// What was read of a file.
public struct FileContents: Sendable, Hashable {
    /// All its bytes.
    public let bytes: [UInt8]
    /// Its permission bits, such as 0o600.
    public let permissions: UInt32
    /// The number of the user it belongs to.
    public let owner: UInt32

    /// Puts them together.
    public init(bytes: [UInt8], permissions: UInt32, owner: UInt32) {
        self.bytes = bytes
        self.permissions = permissions
        self.owner = owner
    }
}
