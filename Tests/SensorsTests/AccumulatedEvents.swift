// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

/// All events of reads that follow each other, and of the silence behind them.
func allEvents(_ format: SensorFormat, _ reads: [[UInt8]]) -> [SensorEvent] {
    var accumulator = SensorAccumulator(format)
    return reads.flatMap { accumulator.append($0) } + accumulator.flush()
}

func pattern(_ text: String) throws -> SensorFormat { .pattern(try SensorPattern(text)) }

func events(_ text: String, _ format: SensorFormat = .mb7060) -> [SensorEvent] {
    allEvents(format, [Array(text.utf8)])
}

func sample(_ offset: Int, _ raw: String, _ values: KeyValuePairs<String, FixedPoint>)
    -> SensorEvent
{
    .sample(
        SensorSample(
            offset: offset, raw: Array(raw.utf8),
            values: values.map { SensorValue(name: $0.key, number: $0.value) }))
}

func distance(_ offset: Int, _ raw: String, _ centimetres: Int64) -> SensorEvent {
    sample(offset, raw, ["distance": FixedPoint(centimetres)])
}
