// SPDX-License-Identifier: Apache-2.0

/// From how long a distance between two telegrams counts as a silence.
///
/// Three times the usual distance, and at least 35 seconds, as for a meter's availability. The usual
/// distance is the median of the latest nine; before there are five, a silence takes a quarter of an
/// hour. It follows from the telegrams alone, so a second roll-up finds the same silences.
struct SilenceRule: Sendable, Hashable {
    private static let count = 9
    private static let least: Int64 = 35_000
    private static let unknown: Int64 = 900_000

    /// The latest distances in milliseconds, oldest first.
    var distances: [Int64] = []

    /// Whether there are enough distances to know the usual one.
    var isSettled: Bool { distances.count >= 5 }

    /// Whether there are as many distances as are looked at.
    var isFull: Bool { distances.count == SilenceRule.count }

    /// The longest distance that is no silence, in milliseconds.
    var limit: Int64 {
        guard isSettled else { return SilenceRule.unknown }
        return max(SilenceRule.least, 3 * distances.sorted()[distances.count / 2])
    }

    /// Takes note of a distance.
    mutating func note(_ distance: Int64) {
        distances.append(distance)
        if distances.count > SilenceRule.count { distances.removeFirst() }
    }
}
