// SPDX-License-Identifier: Apache-2.0

/// Where a server listens.
public struct ListenAddress: Sendable, Hashable {
    /// A numeric address or a name, IPv6 without its brackets.
    public let host: String
    /// The TCP port.
    public let port: UInt16

    /// Takes the two as they are.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Whether only this machine can connect: 127.0.0.0/8, ::1 and localhost.
    public var isLoopback: Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension ListenAddress: CustomStringConvertible {
    /// `host:port`, IPv6 in brackets.
    public var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
