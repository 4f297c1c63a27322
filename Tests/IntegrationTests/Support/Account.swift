// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// Holds what was published against what was sent.
enum Account {
    /// What a ledger line says of the frame and not of the meter's values.
    private static let frame: Set = [
        "t", "mono_ns", "kind", "id", "fault", "encrypted", "system_title", "frame_counter", "time",
        "bytes", "offset",
        "checksum",
    ]
    /// What a payload says of the frame and not of the meter's values.
    private static let head: Set = [
        "time", "received", "frame_counter", "authentication", "system_title", "identity", "crc",
        "encrypted",
    ]

    /// Expects each frame exactly once, in order, with every value to the last digit.
    static func expectEqual(_ published: [JSONValue], _ sent: [JSONValue], _ id: String) {
        let found = published.compactMap { $0["frame_counter"]?.integer }
        let wanted = sent.compactMap { $0["frame_counter"]?.integer }
        let missing = Set(wanted).subtracting(found).sorted()
        let extra = Set(found).subtracting(wanted).sorted()
        #expect(missing == [], "\(id): sent, and not published")
        #expect(extra == [], "\(id): published, and not sent")
        #expect(
            found == found.sorted() && found.count == Set(found).count, "\(id): once and in order")
        let lines = Dictionary(
            sent.map { ($0["frame_counter"], $0) }, uniquingKeysWith: { first, _ in first })
        let differences = published.flatMap { telegram in
            lines[telegram["frame_counter"]].map { self.differences(telegram, $0) } ?? []
        }
        #expect(differences.prefix(5) == [], "\(id)")
    }

    /// What a telegram says otherwise than its ledger line, or has more or less of.
    private static func differences(_ telegram: JSONValue, _ line: JSONValue) -> [String] {
        let wanted = line.members.filter { !frame.contains($0.key) }.compactMapValues(\.written)
        let found = telegram.members.filter { !head.contains($0.key) }.compactMapValues(\.written)
        let values = Set(wanted.keys).union(found.keys).filter { wanted[$0] != found[$0] }
        let marks = ["system_title", "time", "encrypted"].filter { telegram[$0] != line[$0] }
        return (values + marks).sorted().map { name in
            "\(name): \(telegram[name]?.written ?? "absent") for \(line[name]?.written ?? "nothing")"
        }
    }

    /// The times from a frame's last byte to its message at a subscriber, sorted.
    static func delays(_ house: House, _ id: String, since start: Int64 = 0) -> [Duration] {
        let topic = "meters/\(id)/telegram"
        var arrivals: [String: Int64] = [:]
        for message in house.subscriber.messages.entries where message.topic == topic {
            if let counter = JSONValue(message.text)?["frame_counter"]?.written {
                arrivals[counter] = message.arrival
            }
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
