// SPDX-License-Identifier: Apache-2.0

/// A port and how its channel reads it.
public struct LinkSettings: Sendable {
    /// Where the bytes come from.
    public var address: LinkAddress
    /// The silence that ends a frame.
    public var gap: Duration
    /// The data-request line; `nil` when the request is wired for good.
    public var requestLine: (any RequestLine)?
    /// The file that takes the raw bytes as they come.
    public var recordFile: String?

    /// Describes a port; the gap is 250 ms on a serial line and a second on TCP, unless told
    /// otherwise.
    public init(
        _ address: LinkAddress, gap: Duration? = nil, requestLine: (any RequestLine)? = nil,
        recordFile: String? = nil
    ) {
        self.address = address
        let usual: Duration =
            switch address {
            case .device: .milliseconds(250)
            case .tcp: .seconds(1)
            }
        self.gap = gap ?? usual
        self.requestLine = requestLine
        self.recordFile = recordFile
    }
}
