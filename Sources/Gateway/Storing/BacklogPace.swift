// SPDX-License-Identifier: Apache-2.0

/// How fast what waited is sent after an outage: the configured rate, or twice what arrives if that
/// is more.
///
/// A broker drops what its subscribers cannot take at once (1,000 messages by default), and
/// acknowledges it all the same; a paced backlog arrives whole.
struct BacklogPace: Sendable {
    private let rate: Double
    private var arrivals: [ContinuousClock.Instant] = []
    private var nextAt: ContinuousClock.Instant?

    /// Paces at `rate` telegrams a second or faster.
    init(rate: Int) { self.rate = Double(max(1, rate)) }

    /// Takes note of a telegram that came from a meter.
    mutating func arrived(at now: ContinuousClock.Instant) {
        arrivals.append(now)
        if arrivals.count > 64 { arrivals.removeFirst() }
    }

    /// When the next telegram of the backlog may go; in the past if at once.
    func due(at now: ContinuousClock.Instant) -> ContinuousClock.Instant { nextAt ?? now }

    /// Takes note of a telegram of the backlog that goes.
    mutating func sent(at now: ContinuousClock.Instant) {
        let interval = Duration.seconds(1 / max(rate, 2 * arrivalRate(at: now)))
        // A timer that comes a little late does not slow the whole down; a pause is not made up for.
        nextAt = max(due(at: now), now - interval) + interval
    }

    /// Telegrams a second over the latest ones.
    private func arrivalRate(at now: ContinuousClock.Instant) -> Double {
        guard let first = arrivals.first, arrivals.count > 1 else { return 0 }
        let seconds = (now - first) / .seconds(1)
        return seconds > 0 ? Double(arrivals.count) / seconds : 0
    }
}
