// SPDX-License-Identifier: Apache-2.0

/// One telegram as it goes over the wire.
public struct SealedTelegram: Sendable, Hashable {
    /// The bytes on the wire: a sealed frame, or the text itself when the meter speaks in clear.
    public var bytes: [UInt8]
    /// What is inside.
    public let telegram: MeterTelegram
    /// Upper-case hex digits of the system title.
    public let systemTitle: String
    /// The counter of the frame; `nil` in clear.
    public let frameCounter: UInt32?
}
