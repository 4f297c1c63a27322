// SPDX-License-Identifier: Apache-2.0

/// Decides when a status is told: a change at once, counters every ten seconds at most and every
/// minute at least.
///
/// A port that flaps may tell five changes in a burst and then one a second.
struct StatusPace: Sendable {
    private static let second: Int64 = 1_000_000_000
    private static let burst = 5
    private var credit = StatusPace.burst
    private var creditAt: Int64 = 0
    private var toldAt: Int64?
    private var hasChange = true
    private var hasCounters = false

    /// State, code, port or request changed.
    mutating func changed() { hasChange = true }

    /// A counter moved.
    mutating func counted() { hasCounters = true }

    /// Whether to tell now; if so, it counts as told.
    mutating func isDue(at now: Int64) -> Bool {
        guard deadline.map({ now >= $0 }) ?? false else { return false }
        if hasChange {
            let earned = min(StatusPace.burst, credit + Int((now - creditAt) / StatusPace.second))
            // A full credit earns nothing more while it waits.
            if earned > credit || earned == StatusPace.burst { creditAt = now }
            credit = earned - 1
        }
        (hasChange, hasCounters) = (false, false)
        toldAt = now
        return true
    }

    /// When the next status is due.
    var deadline: Int64? {
        guard let toldAt else { return 0 }
        if hasChange { return credit > 0 ? toldAt : max(toldAt, creditAt + StatusPace.second) }
        return toldAt + (hasCounters ? 10 : 60) * StatusPace.second
    }
}
