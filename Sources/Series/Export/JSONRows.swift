// SPDX-License-Identifier: Apache-2.0
import Readings

/// Writes rows as JSON objects: numbers exactly as the meter sent them, nothing for what it did not
/// say.
public struct JSONRows: Sendable {
    private let calendar: PeriodCalendar

    /// Writes local times of the calendar's zone.
    public init(calendar: PeriodCalendar) { self.calendar = calendar }

    /// One row as one line without its end.
    public func object(_ exported: ExportedRow) -> [UInt8] {
        let row = exported.row
        var json = JSONWriter()
        json.object { json in
            json.field("meter", row.meter.text)
            json.field("start", row.period.start)
            json.field("end", row.period.end)
            json.field("start_local", "\(calendar.local(row.period.start))")
            json.field("end_local", "\(calendar.local(row.period.end))")
            json.field("quality", row.quality.rawValue)
            json.field("telegrams", row.telegrams)
            if !row.registers.isEmpty { write(row.registers, to: &json) }
            if !row.samples.isEmpty { write(row.samples, to: &json) }
            if let unseen = exported.unseen { write(unseen, to: &json) }
        }
        return json.bytes
    }

    private func write(_ registers: [RegisterSpan], to json: inout JSONWriter) {
        json.key("registers")
        json.object { json in
            for span in registers {
                json.key(span.name)
                json.object { json in
                    json.field("start", span.start)
                    json.field("end", span.end)
                    json.field("difference", span.difference)
                }
            }
        }
    }

    private func write(_ samples: [SampleSpan], to json: inout JSONWriter) {
        json.key("samples")
        json.object { json in
            for span in samples {
                json.key(span.name)
                json.object { json in
                    json.field("min", span.minimum)
                    json.field("mean", span.mean)
                    json.field("max", span.maximum)
                    json.field("last", span.last)
                    if let gain = span.gain { json.field("gain", gain) }
                    if let use = span.use { json.field("use", use) }
                }
            }
        }
    }

    private func write(_ unseen: MissingEnergy, to json: inout JSONWriter) {
        json.key("unseen")
        json.object { json in
            json.field("from", unseen.from)
            json.field("to", unseen.to)
            for amount in unseen.amounts { json.field(amount.name, amount.value) }
        }
    }
}

extension JSONWriter {
    /// Writes an exact number under a key.
    fileprivate mutating func field(_ name: String, _ exact: FixedPoint) {
        key(name)
        number(exact)
    }
}
