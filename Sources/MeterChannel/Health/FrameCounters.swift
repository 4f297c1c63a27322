// SPDX-License-Identifier: Apache-2.0
import DSMR

/// What has been counted on a meter's port since the start.
public struct FrameCounters: Sendable, Hashable {
    /// Accepted telegrams.
    public var telegrams: UInt64 = 0
    /// Sealed frames whose tag failed.
    public var tagErrors: UInt64 = 0
    /// Telegrams whose own checksum was wrong, those accepted for their tag included.
    public var crcErrors: UInt64 = 0
    /// Those of them that were accepted, because their tag outweighs the checksum.
    public var crcOutweighed: UInt64 = 0
    /// Frames that ended early.
    public var truncated: UInt64 = 0
    /// Bytes that belonged to no frame.
    public var noiseBytes: UInt64 = 0
    /// Heads that announced too much.
    public var oversize: UInt64 = 0
    /// Genuine frames seen before, or older ones.
    public var replays: UInt64 = 0
    /// Frames of a meter that is read on another port.
    public var duplicates: UInt64 = 0
    /// Clear telegrams refused.
    public var plaintextRefused: UInt64 = 0
    /// Accepted telegrams with a register that fell or leapt.
    public var suspect: UInt64 = 0
    /// Everything else that was refused: bad heads, no key, no tag, no grammar, not P1 text.
    public var refused: UInt64 = 0

    /// Telegrams refused for their checksum.
    public var crcRefused: UInt64 { crcErrors - crcOutweighed }

    /// Counts a stretch that became no telegram.
    mutating func count(_ discarded: Discarded) {
        switch discarded.reason {
        case .noise: noiseBytes += UInt64(discarded.length)
        case .truncated: truncated += 1
        case .oversize: oversize += 1
        case .wrongKey, .tagMismatch, .damaged: tagErrors += 1
        case .crcWrong: crcErrors += 1
        case .replay: replays += 1
        case .plaintextRefused: plaintextRefused += 1
        case .badHeader, .unauthenticated, .noKey, .malformedTelegram, .unsupported: refused += 1
        }
    }
}
