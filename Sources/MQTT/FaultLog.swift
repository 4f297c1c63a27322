// SPDX-License-Identifier: Apache-2.0

/// What is to be logged of messages that the broker does not take: each fault of a topic when it
/// begins, and how many there were once the broker takes that topic's messages again.
///
/// A pure value without a clock; as large as there are topics with faults.
struct FaultLog: Sendable {
    private struct Entry {
        /// The faults since the broker took the last message.
        var faults: Set<MQTTFault> = []
        var count = 0
        var limit = LogLimit()
    }

    private var entries: [String: Entry] = [:]

    /// A message was given up or is held back: the line to write, if it is news.
    mutating func began(
        _ fault: MQTTFault, of topic: String, now: ContinuousClock.Instant
    ) -> String? {
        entries[topic, default: Entry()].count += 1
        guard entries[topic]?.faults.insert(fault).inserted == true,
            let suffix = entries[topic]?.limit.room(at: now)
        else { return nil }
        return fault.isForGood
            ? "a message for \(topic) was given up: \(fault)\(suffix)"
            : "messages for \(topic) are held back: \(fault)\(suffix)"
    }

    /// The broker took a message: the line to write, if it had refused earlier ones.
    mutating func ended(_ topic: String, now: ContinuousClock.Instant) -> String? {
        guard let entry = entries[topic], entry.count > 0 else { return nil }
        entries[topic]?.faults = []
        entries[topic]?.count = 0
        guard let suffix = entries[topic]?.limit.room(at: now) else { return nil }
        return "messages for \(topic) are taken again, after \(entry.count) refusals\(suffix)"
    }
}
