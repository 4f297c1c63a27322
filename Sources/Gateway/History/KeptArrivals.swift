// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Readings
import Series

/// Samples and events between the threads that read ports and the history; bounded, the oldest goes
/// first and is counted.
struct KeptArrivals: Sendable {
    static let sampleLimit = 10_000
    static let eventLimit = 1_000

    private(set) var samples: [(sensor: MeterID, readings: [Reading], received: UTCTime)] = []
    private(set) var events: [RecordedEvent] = []
    /// Whether a minute is over that nobody took up yet.
    private(set) var isMinuteDue = false
    /// How many samples and events had no room.
    private(set) var dropped: UInt64 = 0

    mutating func append(_ update: SensorUpdate) {
        // A sensor that sees nothing leaves a hole, as a silent one does.
        guard !update.readings.isEmpty else { return }
        if samples.count >= KeptArrivals.sampleLimit {
            samples.removeFirst()
            dropped += 1
        }
        samples.append((update.sensor, update.readings, update.received))
    }

    mutating func append(_ event: MeterEvent) {
        var json = JSONWriter(capacity: 256)
        json.object { $0.fields(event.facts) }
        if events.count >= KeptArrivals.eventLimit {
            events.removeFirst()
            dropped += 1
        }
        events.append(
            RecordedEvent(
                meter: event.meter, time: event.time, kind: event.kind.rawValue,
                facts: String(decoding: json.bytes, as: UTF8.self)))
    }

    /// Notes that a minute is over.
    mutating func minutePassed() { isMinuteDue = true }

    /// Takes out the events and, once a minute is over, the samples: or a tank would cost a
    /// transaction each time it speaks.
    mutating func take() -> KeptArrivals {
        var taken = KeptArrivals()
        swap(&taken.events, &events)
        swap(&taken.isMinuteDue, &isMinuteDue)
        if taken.isMinuteDue { swap(&taken.samples, &samples) }
        return taken
    }

    /// Puts back what could not be written, as far as there is room.
    mutating func putBack(_ taken: KeptArrivals) {
        samples = taken.samples + samples
        events = taken.events + events
        let surplus = (
            max(0, samples.count - KeptArrivals.sampleLimit),
            max(0, events.count - KeptArrivals.eventLimit)
        )
        samples.removeFirst(surplus.0)
        events.removeFirst(surplus.1)
        dropped += UInt64(surplus.0 + surplus.1)
    }
}
