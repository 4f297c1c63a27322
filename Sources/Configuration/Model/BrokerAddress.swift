// SPDX-License-Identifier: Apache-2.0

/// Where a broker listens: `mqtt://host:1883` in clear text, `mqtts://host:8883` over TLS.
public struct BrokerAddress: Sendable, Hashable {
    /// A name or a numeric address, IPv6 without its brackets.
    public let host: String
    /// The TCP port; 1883, or 8883 with TLS, when the URL has none.
    public let port: UInt16
    /// Whether the connection is encrypted.
    public let usesTLS: Bool
}

extension BrokerAddress: CustomStringConvertible {
    /// The URL.
    public var description: String {
        "\(usesTLS ? "mqtts" : "mqtt")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
