// SPDX-License-Identifier: Apache-2.0

/// The pages and the programming interface: the section `http`.
public struct HTTPSettings: Sendable, Hashable {
    /// Where the server listens.
    ///
    /// Default 127.0.0.1:8480.
    public let listen: ListenAddress
    /// Who may talk to it.
    public let access: HTTPAccess
    /// Further names by which clients may address it, in small letters and without a port.
    public let hosts: [String]
    /// How many live streams are served at once.
    ///
    /// Default 16.
    public let streams: Int
}
