// SPDX-License-Identifier: Apache-2.0

/// What came of trying a candidate.
public enum FrameVerdict: Sendable, Hashable {
    /// It is a frame: its bytes are spoken for, whatever its content is worth.
    ///
    /// Once its seal proved it, no ciphertext of it can be a frame.
    case accepted(isProved: Bool)
    /// It is none, or not one we believe; the search goes on one byte behind its start.
    case refused(DiscardReason, detail: String? = nil)
}

/// Tells a true frame from a false start; the accumulator asks it for each complete candidate.
public protocol FrameJudge {
    /// Tries a complete general-glo-ciphering candidate, which begins `offset` bytes into the
    /// stream.
    mutating func examine(sealed header: SealedHeader, frame: Span<UInt8>, offset: Int)
        -> FrameVerdict
    /// Whether ``examine(sealed:frame:offset:)`` would accept the candidate.
    ///
    /// It changes no later verdict; what the judge keeps of the candidate tried last may be lost.
    mutating func accepts(sealed header: SealedHeader, frame: Span<UInt8>) -> Bool
    /// Tries a complete clear telegram, from its `/` to the line end behind its checksum.
    mutating func examine(clear telegram: Span<UInt8>, offset: Int) -> FrameVerdict
}
