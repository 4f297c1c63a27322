// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import Sensors

/// Prints what becomes of a sensor's recorded bytes.
struct SensorDecoder {
    private let format: SensorFormat

    init(format: SensorFormat) { self.format = format }

    /// Prints a line for each event; whether a sample was read.
    func decode(_ recording: [UInt8]) throws -> Bool {
        // A sensor's own text may look like hex digits, `E999`: they are taken for such only where
        // that gives samples.
        let hex = readsAnything(recording) ? nil : Recording.hex(recording)
        let bytes = hex.flatMap { readsAnything($0) ? $0 : nil } ?? recording
        var accumulator = SensorAccumulator(format)
        let events = accumulator.append(bytes) + accumulator.flush()
        var json = JSONWriter()
        var accepted = false
        for event in events {
            json.reset()
            json.object { json in
                switch event {
                case .sample(let sample):
                    accepted = true
                    let readings = SensorReadings(
                        sample.values, definitions: format.defaultDefinitions
                    ).readings
                    json.field("type", "sample")
                    json.field("offset", sample.offset)
                    json.field("length", sample.length)
                    json.field("raw", Message.latin(sample.raw[...]))
                    json.key("values")
                    json.object { $0.fields(readings) }
                case .discarded(let offset, let length, let reason):
                    json.field("type", "discarded")
                    json.field("offset", offset)
                    json.field("length", length)
                    json.field("reason", reason.rawValue)
                }
            }
            guard StandardOutput.write(json.bytes + [UInt8(ascii: "\n")]) else {
                throw Exit.io
            }
        }
        return accepted
    }

    private func readsAnything(_ bytes: [UInt8]) -> Bool {
        var accumulator = SensorAccumulator(format)
        return (accumulator.append(bytes) + accumulator.flush()).contains { event in
            if case .sample = event { true } else { false }
        }
    }
}
