// SPDX-License-Identifier: Apache-2.0
public import Serial

/// Where a channel's bytes come from.
public enum LinkAddress: Sendable, Hashable {
    /// A serial device.
    case device(SerialSettings)
    /// A serial-to-network adapter.
    case tcp(host: String, port: Int)

    /// How the address is written in the configuration.
    public var text: String {
        switch self {
        case .device(let settings): settings.path
        case .tcp(let host, let port):
            host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        }
    }

    /// Whether it is reached over the network.
    var isRemote: Bool { if case .tcp = self { true } else { false } }

    /// Nanoseconds that a byte takes on the line; `nil` where that is not known.
    var byteTime: Int64? {
        guard case .device(let settings) = self else { return nil }
        return 10 * 1_000_000_000 / Int64(settings.baud.bitsPerSecond)
    }
}
