// SPDX-License-Identifier: Apache-2.0
import DSMR

/// Remembers what went wrong since the last telegram, so that a gap before the next one has a
/// reason.
struct GapWitness: Sendable {
    private var wasLost = false
    private var hasDamage = false
    private var lastBytes: Int64?
    private var wasSilent = false

    /// The port is not open any more.
    mutating func portClosed() { wasLost = true }

    /// Bytes came; `interval` is how often the meter speaks, in nanoseconds.
    mutating func heardBytes(at now: Int64, interval: Int64) {
        // A frame is sent within a fraction of its interval, so a pause of one and a half is a frame
        // that was never sent.
        if let lastBytes, now - lastBytes > interval + interval / 2 { wasSilent = true }
        lastBytes = now
    }

    /// A stretch of bytes became no telegram.
    mutating func refused(_ reason: DiscardReason) {
        switch reason {
        case .truncated, .damaged, .wrongKey, .tagMismatch, .badHeader, .oversize, .crcWrong,
            .malformedTelegram, .noise:
            hasDamage = true
        case .unauthenticated, .noKey, .replay, .plaintextRefused, .unsupported: break
        }
    }

    /// A telegram was accepted: what is known of the time before it, the plainest reason first.
    mutating func accepted() -> Interruption? {
        defer { (wasLost, hasDamage, wasSilent) = (false, false, false) }
        if wasLost { return .portLost }
        if hasDamage { return .damage }
        return wasSilent ? .silence : nil
    }
}
