// SPDX-License-Identifier: Apache-2.0
import Readings

/// How many frames were missed in each of the last 60 minutes.
struct MissedMinutes: Sendable, Hashable {
    private static let length = 60

    private var total: UInt64?
    private var counts: [UInt32] = []
    /// The minute of the last count.
    private var minute: Int64 = 0

    /// Takes the number of all missed frames at a moment; the first one only says where to count
    /// from.
    mutating func take(_ missed: UInt64?, at time: UTCTime) {
        guard let missed else {
            total = nil
            return
        }
        advance(to: time)
        if let total, missed > total {
            counts[counts.count - 1] += UInt32(clamping: missed - total)
        }
        total = missed
    }

    /// The counts up to a moment, oldest first, at most 60: as many as minutes have passed since the
    /// first telegram.
    func counts(at time: UTCTime) -> [UInt32] {
        guard !counts.isEmpty else { return [] }
        var copy = self
        copy.advance(to: time)
        return copy.counts
    }

    private mutating func advance(to time: UTCTime) {
        let now = time.seconds / 60
        if counts.isEmpty {
            counts = [0]
            minute = now
        }
        // A clock that was set back stays in its last minute until it has caught up.
        let passed = Int(min(max(0, now - minute), Int64(MissedMinutes.length)))
        counts += repeatElement(0, count: passed)
        counts.removeFirst(max(0, counts.count - MissedMinutes.length))
        minute = max(minute, now)
    }
}
