// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import Testing

/// When a line is over, and what is there of it then.
struct LineEndTests {
    @Test func `silence settles what a carriage return left open`() {
        var accumulator = SensorAccumulator(.mb7060)
        #expect(accumulator.append(Array("R123\r".utf8)).isEmpty)
        #expect(accumulator.isPending)
        #expect(accumulator.flush() == [distance(0, "R123\r", 123)])
        #expect(!accumulator.isPending)
    }

    @Test func `a line's values are there at its carriage return, whatever follows`() {
        for end in [[], Array("\n".utf8), Array("R".utf8)] {
            var accumulator = SensorAccumulator(.mb7060)
            _ = accumulator.append(Array("R123".utf8))
            #expect(accumulator.takeValues() == [])
            _ = accumulator.append([13])
            #expect(
                accumulator.takeValues() == [
                    [SensorValue(name: "distance", number: FixedPoint(123))]
                ])
            var events = accumulator.append(end)
            #expect(accumulator.takeValues() == [])
            events += accumulator.flush()
            #expect(accumulator.takeValues() == [], "behind \(end)")
            #expect(events.map(\.length).reduce(0, +) == 5 + end.count)
        }
    }

    @Test func `values that nobody takes go with the next bytes, or the next silence`() {
        var accumulator = SensorAccumulator(.mb7060)
        for _ in 0..<3 { _ = accumulator.append(Array("R123\r".utf8)) }
        _ = accumulator.append(Array("R124\rR125\r".utf8))
        #expect(
            accumulator.takeValues()
                == [124, 125].map { [SensorValue(name: "distance", number: FixedPoint($0))] })
        _ = accumulator.append(Array("R126\r".utf8))
        _ = accumulator.flush()
        #expect(accumulator.takeValues() == [])
    }

    @Test
    func `a line feed in the next read belongs to the line before, and is no line of its own`() {
        let reads = ["R100\r", "\nE999\r", "\n", "\r", "\nR101\r", "\n"].map { Array($0.utf8) }
        var accumulator = SensorAccumulator(.mb7060)
        let events = reads.flatMap { accumulator.append($0) } + accumulator.flush()
        #expect(
            events == [
                distance(0, "R100\r\n", 100), .discarded(offset: 6, length: 8, reason: .noise),
                distance(14, "R101\r\n", 101),
            ])
        #expect(accumulator.badLines == 1)
    }

    @Test(arguments: [
        "R(?<d>[0-9]{3})\\r\\n?", "R(?<d>[0-9]{3})", "R(?<d>[0-9]+)\\s*", "^R(?<d>\\d+)$",
    ])
    func `a pattern that can do without the line feed does not wait for it`(_ text: String) throws {
        var accumulator = SensorAccumulator(try pattern(text))
        _ = accumulator.append(Array("R123\r".utf8))
        #expect(accumulator.takeValues() == [[SensorValue(name: "d", number: FixedPoint(123))]])
        #expect(
            accumulator.append(Array("\n".utf8)) == [
                sample(0, "R123\r\n", ["d": FixedPoint(123)])
            ])
        #expect(accumulator.takeValues() == [])
    }

    @Test func `a pattern that wants the line feed waits for it`() throws {
        var accumulator = SensorAccumulator(try pattern("R(?<distance>[0-9]{3})\\r\\n"))
        #expect(accumulator.append(Array("R123\r".utf8)) == [])
        #expect(accumulator.takeValues() == [])
        #expect(accumulator.append(Array("\n".utf8)) == [distance(0, "R123\r\n", 123)])
        #expect(accumulator.takeValues().count == 1)
        #expect(accumulator.append(Array("R123\rR".utf8)) == [])
        #expect(accumulator.flush().map(\.length) == [5, 1])
        #expect(accumulator.takeValues() == [])
    }

    @Test func `the next byte settles a line and silence comes between readings without harm`() {
        var accumulator = SensorAccumulator(.mb7060)
        #expect(accumulator.append(Array("R123\rR".utf8)) == [distance(0, "R123\r", 123)])
        #expect(accumulator.append(Array("12".utf8)).isEmpty)
        #expect(accumulator.flush() == [.discarded(offset: 5, length: 3, reason: .truncated)])
        #expect(accumulator.append(Array("R124\n".utf8)) == [distance(8, "R124\n", 124)])
        #expect(accumulator.badLines == 1)
    }

    @Test func `each sample's values are told once and in order, however the bytes are cut`() throws
    {
        let bytes = Array("23\rR124\r\nR125\rR765\r\r\nE999\r\nR126\nR127\r\nR1".utf8)
        for format in [
            SensorFormat.mb7060, try pattern("R(?<n>[0-9]+)"), try pattern("(?<n>[0-9]+)\\r\\n"),
            try pattern("^R(?<n>[0-9]+)$"), try pattern("(?<n>[0-9]+)\\s*"),
        ] {
            let told = allEvents(format, [bytes]).compactMap {
                if case .sample(let sample) = $0 { sample.values } else { nil }
            }
            #expect(told.count > 2)
            for cut in 0...bytes.count {
                var accumulator = SensorAccumulator(format)
                var values: [[SensorValue]] = []
                for read in [bytes[..<cut], bytes[cut...]] {
                    _ = accumulator.append(read)
                    values += accumulator.takeValues()
                }
                _ = accumulator.flush()
                #expect(values + accumulator.takeValues() == told, "cut at \(cut)")
            }
        }
    }
}
