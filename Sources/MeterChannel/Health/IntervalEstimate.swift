// SPDX-License-Identifier: Apache-2.0

/// Learns how often a meter speaks: the median of the latest distances between its telegrams.
struct IntervalEstimate: Sendable {
    /// The configured interval in nanoseconds, which is not learnt over.
    private let configured: Int64?
    /// The interval in nanoseconds, once it is known.
    private(set) var known: Int64?
    private var distances: [Int64] = []
    private var last: Int64?

    /// The rule of Luxembourg, ten seconds, until five telegrams have been seen.
    static let usual: Int64 = 10_000_000_000

    init(configured: Duration?) {
        self.configured = configured?.nanoseconds
        known = self.configured
    }

    /// Takes note of a telegram.
    mutating func heard(at uptime: Int64) {
        defer { last = uptime }
        guard let last, uptime > last else { return }
        if distances.count == 9 { distances.removeFirst() }
        distances.append(uptime - last)
        if configured == nil, distances.count >= 4 {
            known = distances.sorted()[distances.count / 2]
        }
    }

    /// Forgets the last telegram, so that an outage is not taken for an interval.
    mutating func interrupted() { last = nil }

    /// The interval in nanoseconds.
    var nanoseconds: Int64 { known ?? IntervalEstimate.usual }

    /// How long a meter may say nothing before it counts as silent: three intervals, and 35 s at
    /// least.
    var patience: Int64 { max(3 * nanoseconds, 35_000_000_000) }
}
