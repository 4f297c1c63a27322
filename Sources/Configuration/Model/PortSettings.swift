// SPDX-License-Identifier: Apache-2.0

/// A port and how it is read.
public struct PortSettings: Sendable, Hashable {
    /// Where it is.
    public let address: PortAddress
    /// Bits a second.
    ///
    /// Default 115,200 for a meter and 9,600 for a sensor; without meaning on TCP.
    public let baud: Int
    /// The parity.
    ///
    /// Default none; without meaning on TCP.
    public let parity: Parity
    /// The silence that ends a frame or a burst.
    ///
    /// Default 250 ms, on TCP one second.
    public let gap: Duration
    /// The file that receives the raw bytes as they come, for `decode`.
    ///
    /// Default none.
    public let recordFile: String?
}
