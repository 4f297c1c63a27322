// SPDX-License-Identifier: Apache-2.0

/// The topics whose messages the broker does not want now, and when they are tried again.
struct HeldTopics: Sendable {
    private var until: [String: ContinuousClock.Instant] = [:]
    /// How often in a row a topic's messages were held for a passing reason.
    private var rests: [String: Int] = [:]

    /// When the first are tried again.
    var next: ContinuousClock.Instant? { until.values.min() }

    /// Those whose time has come.
    func due(now: ContinuousClock.Instant) -> Set<String> {
        Set(until.filter { $0.value <= now }.keys)
    }

    /// Holds a topic; one that is held already keeps its time.
    mutating func hold(_ topic: String, until time: ContinuousClock.Instant) {
        until[topic] = until[topic] ?? time
    }

    /// Tries some topics again.
    mutating func release(_ topics: Set<String>) {
        for topic in topics { until[topic] = nil }
    }

    /// How long a topic rests that is not taken for a passing reason: twice as long each time.
    mutating func nextRest(of topic: String, from first: Duration, to longest: Duration) -> Duration
    {
        guard until[topic] == nil else { return first }
        let count = min(rests[topic, default: 0], 16)
        rests[topic] = count + 1
        return min(first * (1 << count), longest)
    }

    /// The broker took a message of a topic.
    mutating func taken(_ topic: String) { rests[topic] = nil }
}
