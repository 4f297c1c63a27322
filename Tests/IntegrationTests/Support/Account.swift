// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// Holds what was published against what was sent.
enum Account {
    /// What a ledger line says of the frame and not of the meter's values.
    private static let frame: Set = [
        "t", "mono_ns", "kind", "id", "fault", "encrypted", "system_title", "frame_counter", "time", "bytes", "offset",
        "checksum",
    ]
    /// What a payload says of the frame and not of the meter's values.
    private static let head: Set = [
        "time", "received", "frame_counter", "authentication", "system_title", "identity", "crc", "encrypted",
    ]

    /// Expects each frame exactly once, in order, with every value to the last digit.
    static func expectEqual(_ published: [JSONValue], _ sent: [JSONValue], _ id: String) {
        #expect(published.compactMap { $0["frame_counter"] } == sent.compactMap { $0["frame_counter"] }, "\(id)")
        for (telegram, line) in zip(published, sent) { expectSameValues(telegram, line, id) }
    }

    /// Expects one telegram to say what its ledger line says, no more and no less.
    static func expectSameValues(_ telegram: JSONValue, _ line: JSONValue, _ id: String) {
        for name in ["frame_counter", "system_title", "time", "encrypted"] {
            #expect(telegram[name] == line[name], "\(id) \(name)")
        }
        let wanted = line.members.filter { !frame.contains($0.key) }.compactMapValues(\.written)
        let found = telegram.members.filter { !head.contains($0.key) }.compactMapValues(\.written)
        #expect(found == wanted, "\(id)")
    }

    /// The times from a frame's last byte to its message at a subscriber, sorted.
    static func delays(_ house: House, _ id: String, since start: Int64 = 0) -> [Duration] {
        let topic = "meters/\(id)/telegram"
        var arrivals: [String: Int64] = [:]
        for message in house.subscriber.messages.entries where message.topic == topic {
            if let counter = JSONValue(message.text)?["frame_counter"]?.written { arrivals[counter] = message.arrival }
        }
        return house.sent(id).compactMap { line -> Duration? in
            guard let left = line["mono_ns"]?.integer, Int64(left) >= start,
                let counter = line["frame_counter"]?.written, let arrival = arrivals[counter]
            else { return nil }
            return .nanoseconds(arrival - Int64(left))
        }.sorted()
    }
}

extension [Duration] {
    /// The value below which so many hundredths of a sorted list lie.
    func percentile(_ hundredths: Int) -> Duration {
        isEmpty ? .zero : self[Swift.min(count - 1, (count * hundredths + 99) / 100 - 1)]
    }
}
