// SPDX-License-Identifier: Apache-2.0
public import DSMR

/// Where an accepted telegram stood in the stream and what proves it.
public struct AcceptedFrame: Sendable, Hashable {
    /// Where it begins, in bytes from the start of the stream.
    public internal(set) var offset: Int
    /// How many bytes it has on the wire.
    public internal(set) var length: Int
    /// The head of a sealed frame; `nil` for a clear telegram.
    public let header: SealedHeader?
    /// What proves it.
    public let authentication: FrameProof
    /// Whether it travelled encrypted.
    public let isEncrypted: Bool
    /// The fingerprint of the key that opened it.
    public let keyFingerprint: String?
}
