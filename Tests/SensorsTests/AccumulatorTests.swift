// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import TestSupport
import Testing

struct AccumulatorTests {
    @Test func `a line of the MB7060 is a sample of five bytes`() {
        #expect(events("R123\r") == [distance(0, "R123\r", 123)])
    }

    @Test func `a line feed behind the carriage return belongs to the sample`() {
        #expect(
            events("R100\r\nR101\nR102\r") == [
                distance(0, "R100\r\n", 100), distance(6, "R101\n", 101),
                distance(11, "R102\r", 102),
            ])
    }

    @Test func `765 is a sample without values`() {
        #expect(events("R765\r") == [sample(0, "R765\r", [:])])
    }

    @Test(arguments: [
        ("R020\r", 20), ("R764\r", 764), ("R019\r", nil), ("R766\r", nil), ("R000\r", nil),
        ("R999\r", nil),
    ])
    func `only 20 to 764 is a distance`(_ line: String, _ centimetres: Int64?) {
        let expected =
            centimetres.map { distance(0, line, $0) }
            ?? .discarded(offset: 0, length: 5, reason: .noise)
        #expect(events(line) == [expected])
    }

    @Test func `W31 an error text gives no value`() {
        #expect(
            events("E999\rR123\r") == [
                .discarded(offset: 0, length: 5, reason: .noise), distance(5, "R123\r", 123),
            ])
    }

    @Test func `W31 half lines at both ends are accounted for`() {
        #expect(
            events("23\rR124\rR12") == [
                .discarded(offset: 0, length: 3, reason: .noise), distance(3, "R124\r", 124),
                .discarded(offset: 8, length: 3, reason: .truncated),
            ])
    }

    @Test func `W31 a reading that is broken off by the next one is noise`() {
        #expect(
            events("R12R123\r") == [
                .discarded(offset: 0, length: 3, reason: .noise), distance(3, "R123\r", 123),
            ])
    }

    @Test func `W31 a line without end is oversize up to the reading that ends it`() {
        let long = String(repeating: "x", count: 700)
        #expect(
            events(long + "R123\rR124\r") == [
                .discarded(offset: 0, length: 700, reason: .oversize), distance(700, "R123\r", 123),
                distance(705, "R124\r", 124),
            ])
        #expect(events(long + "\r") == [.discarded(offset: 0, length: 701, reason: .oversize)])
    }

    @Test func `W31 a line of 256 bytes is still a line`() {
        let text = String(repeating: "x", count: 252) + "R123"
        #expect(
            events(text + "\r") == [
                .discarded(offset: 0, length: 252, reason: .noise), distance(252, "R123\r", 123),
            ])
    }

    @Test func `blank lines are accounted for but not counted as bad`() {
        var accumulator = SensorAccumulator(.mb7060)
        let events = accumulator.append(Array("\n\r\n\rR123\r".utf8)) + accumulator.flush()
        #expect(
            events == [
                .discarded(offset: 0, length: 4, reason: .noise), distance(4, "R123\r", 123),
            ])
        #expect(accumulator.badLines == 0)
    }

    // MARK: Patterns

    @Test(arguments: [
        "R(?<distance>[0-9]{3})\\r", "R(?<distance>[0-9]{3})", "^R(?<distance>\\d+)$",
    ])
    func `a pattern reads what the built-in format reads`(_ text: String) throws {
        #expect(
            events("R123\rR124\r\n", try pattern(text)) == [
                distance(0, "R123\r", 123), distance(5, "R124\r\n", 124),
            ])
    }

    @Test func `a pattern takes several values and signs and decimals from one line`() throws {
        let format = try pattern(
            #"T=(?<temperature>[-+]?[\d.,]+);H=(?<humidity>[\d.]+)%(?:;P=(?<pressure>\d+))?"#)
        #expect(
            events("boot\nT=-03,50;H=055.0%\r\nT=1;H=2%;P=990\n", format) == [
                .discarded(offset: 0, length: 5, reason: .noise),
                sample(
                    5, "T=-03,50;H=055.0%\r\n",
                    [
                        "temperature": FixedPoint(-350, decimals: 2),
                        "humidity": FixedPoint(550, decimals: 1),
                    ]),
                sample(
                    24, "T=1;H=2%;P=990\n",
                    [
                        "temperature": FixedPoint(1), "humidity": FixedPoint(2),
                        "pressure": FixedPoint(990),
                    ]),
            ])
    }

    @Test func `several matches in one line are several samples`() throws {
        #expect(
            events("a1 a2 b a3\n", try pattern("a(?<a>[0-9])")) == [
                sample(0, "a1", ["a": FixedPoint(1)]),
                .discarded(offset: 2, length: 1, reason: .noise),
                sample(3, "a2", ["a": FixedPoint(2)]),
                .discarded(offset: 5, length: 3, reason: .noise),
                sample(8, "a3\n", ["a": FixedPoint(3)]),
            ])
    }

    @Test func `a match whose group is no number is noise`() throws {
        #expect(
            events("v=1.2.3\nv=7\n", try pattern("v=(?<v>[0-9.]+)")) == [
                .discarded(offset: 0, length: 8, reason: .noise),
                sample(8, "v=7\n", ["v": FixedPoint(7)]),
            ])
    }

    @Test func `a device without line ends is read at its silences`() throws {
        #expect(
            events("D=12;D=13;", try pattern("D=(?<d>[0-9]+);")) == [
                sample(0, "D=12;", ["d": FixedPoint(12)]),
                sample(5, "D=13;", ["d": FixedPoint(13)]),
            ])
    }

    @Test
    func `a device without line ends and silences is read all the same and in bounded memory`()
        throws
    {
        let text = String(repeating: "D=12;", count: 2_000)
        let samples = events(text, try pattern("D=(?<d>[0-9]+);"))
        #expect(samples.count == 2_000)
        #expect(samples.last == sample(9_995, "D=12;", ["d": FixedPoint(12)]))
        let noise = events(
            String(repeating: "x", count: 5_000) + "D=1;\n", try pattern("D=(?<d>[0-9]+);"))
        #expect(
            noise == [
                .discarded(offset: 0, length: 5_000, reason: .noise),
                sample(5_000, "D=1;\n", ["d": FixedPoint(1)]),
            ])
    }

    @Test func `what may become a match is truncated at the end of the input`() throws {
        #expect(
            events("xxD=1", try pattern("D=(?<d>[0-9]+);")) == [
                .discarded(offset: 0, length: 2, reason: .noise),
                .discarded(offset: 2, length: 3, reason: .truncated),
            ])
    }

    // MARK: Any input

    @Test func `the cut into reads changes nothing`() throws {
        let text = "23\rR124\rR12R765\r\n\nE999\r" + String(repeating: "y", count: 300) + "R099\rR1"
        let bytes = Array(text.utf8)
        for format in [
            SensorFormat.mb7060, try pattern("(?<n>[0-9]+)\\r"),
            try pattern("y{3,9}|R(?<d>\\d*?)\\r"),
        ] {
            let whole = allEvents(format, [bytes])
            for cut in 0...bytes.count {
                #expect(whole == allEvents(format, [Array(bytes[..<cut]), Array(bytes[cut...])]))
            }
            #expect(whole == allEvents(format, bytes.map { [$0] }))
        }
    }

    @Test func `random bytes never trap and none is lost`() throws {
        var random = SeededGenerator(seed: 31)
        let formats = [
            SensorFormat.mb7060, try pattern("(?<a>[0-9]{1,4})(?:\\r|$)"),
            try pattern("R.*(?<d>[0-9]+).*1"),
        ]
        for round in 0..<60 {
            let alphabet: [UInt8] = round % 3 == 0 ? Array(0...255) : Array("R0123456789\r\n".utf8)
            let bytes = (0..<Int.random(in: 0...900, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            for format in formats {
                let events = allEvents(format, [bytes])
                #expect(events == allEvents(format, [Array(bytes[..<cut]), Array(bytes[cut...])]))
                var offset = 0
                for event in events {
                    #expect(event.offset == offset)
                    offset += event.length
                    if case .sample(let sample) = event {
                        #expect(
                            Array(bytes[sample.offset..<sample.offset + sample.length])
                                == sample.raw)
                    }
                }
                #expect(offset == bytes.count)
            }
        }
    }
}
