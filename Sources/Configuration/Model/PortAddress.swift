// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of a meter or sensor come from.
public enum PortAddress: Sendable, Hashable {
    /// A serial device by its path, which may be a link.
    case device(String)
    /// A serial-to-network adapter; IPv6 without its brackets.
    case tcp(host: String, port: UInt16)
}

extension PortAddress: CustomStringConvertible {
    /// The path, or `tcp://host:port`.
    public var description: String {
        switch self {
        case .device(let path): path
        case .tcp(let host, let port): "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }
}
