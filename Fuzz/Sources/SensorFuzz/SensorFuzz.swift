// SPDX-License-Identifier: Apache-2.0
import FuzzSupport
import Readings
import Sensors

/// A sensor's pattern, formula and bytes: whatever they are, each byte is accounted for and the pieces make no difference.
///
/// Input: a byte for the format, two for the cuts, pattern and formula each ended by a zero byte, then the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSensor(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let kind = input.byte()
    var cuts = Cuts(seed: input.byte(), input.byte())
    let pattern = input.text()
    let formula = try? Formula(input.text(), source: "distance")
    let bytes = input.remainder()
    guard
        let format = kind & 1 == 0
            ? .mb7060 : (try? SensorPattern(pattern)).map(SensorFormat.pattern)
    else { return 0 }

    let whole = read(bytes, in: [0..<bytes.count], format)
    precondition(
        read(bytes, in: cuts.ranges(of: bytes.count), format) == whole, "the cuts made a difference"
    )
    check(whole, of: bytes)

    var definitions = format.defaultDefinitions
    if let source = format.valueNames.first {
        definitions.append(
            SensorValueDefinition(
                name: "volume", unit: .none, source: source, formula: formula,
                decimals: kind >> 1 % 19,
                minimum: FixedPoint(0), maximum: FixedPoint(10_443)))
    }
    for case .sample(let sample) in whole {
        write(SensorReadings(sample.values, definitions: definitions).readings)
    }
    return 0
}

private func read(_ bytes: [UInt8], in reads: [Range<Int>], _ format: SensorFormat) -> [SensorEvent]
{
    var accumulator = SensorAccumulator(format)
    let events = reads.flatMap { accumulator.append(bytes[$0]) } + accumulator.flush()
    precondition(!accumulator.isPending, "something waits behind the end")
    return events
}

private func check(_ events: [SensorEvent], of bytes: [UInt8]) {
    var end = 0
    for event in events {
        precondition(
            event.offset == end && event.length > 0, "an event at \(event.offset) behind \(end)")
        end += event.length
        guard case .sample(let sample) = event else { continue }
        precondition(
            sample.raw.elementsEqual(bytes[event.offset..<end]), "a sample's bytes are others")
    }
    precondition(end == bytes.count, "bytes are missing at the end")
}

private func write(_ readings: [Reading]) {
    var json = JSONWriter()
    json.object { $0.fields(readings) }
    precondition(
        JSONCheck.isValid(json.bytes), "no JSON: \(String(decoding: json.bytes, as: UTF8.self))")
}
