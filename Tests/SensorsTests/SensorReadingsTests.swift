// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import Testing

struct SensorReadingsTests {
    func definitions() throws -> [SensorValueDefinition] {
        [
            SensorValueDefinition(name: "distance", unit: .centimetre),
            SensorValueDefinition(
                name: "volume", unit: try #require(UnitSuffix("l")), source: "distance",
                formula: try Formula("(204.5 - x) * 51.07"), minimum: FixedPoint(0),
                maximum: FixedPoint(10_443)),
            SensorValueDefinition(
                name: "fill", unit: try #require(UnitSuffix("%")), source: "volume",
                formula: try Formula("volume / 104.43", source: "volume"), decimals: 1),
        ]
    }

    @Test func `values are computed in order and carry their units`() throws {
        let result = SensorReadings(
            [SensorValue(name: "distance", number: FixedPoint(123))], definitions: try definitions()
        )
        #expect(
            result.readings == [
                Reading(name: "distance_cm", value: .number(FixedPoint(123))),
                Reading(name: "volume_l", value: .number(FixedPoint(4_162))),
                Reading(name: "fill_percent", value: .number(FixedPoint(399, decimals: 1))),
            ])
        #expect(result.outOfRange == 0)
    }

    @Test func `a value out of range counts once and takes those built on it along`() throws {
        let result = SensorReadings(
            [SensorValue(name: "distance", number: FixedPoint(300))], definitions: try definitions()
        )
        #expect(result.readings == [Reading(name: "distance_cm", value: .number(FixedPoint(300)))])
        #expect(result.outOfRange == 1)
    }

    @Test func `without values nothing is published and nothing counts`() throws {
        let result = SensorReadings([], definitions: try definitions())
        #expect(result.readings.isEmpty)
        #expect(result.outOfRange == 0)
    }

    @Test func `bounds belong to the range and compare whatever the decimals`() {
        let definition = SensorValueDefinition(
            name: "t", minimum: FixedPoint(-5, decimals: 1), maximum: FixedPoint(25))
        func count(_ number: FixedPoint) -> Int {
            SensorReadings([SensorValue(name: "t", number: number)], definitions: [definition])
                .outOfRange
        }
        #expect(count(FixedPoint(-50, decimals: 2)) == 0)
        #expect(count(FixedPoint(-51, decimals: 2)) == 1)
        #expect(count(FixedPoint(25_000, decimals: 3)) == 0)
        #expect(count(FixedPoint(25_001, decimals: 3)) == 1)
    }

    @Test func `decimals round a value that is taken over`() {
        let definition = SensorValueDefinition(name: "t", decimals: 1)
        let result = SensorReadings(
            [SensorValue(name: "t", number: FixedPoint(1_250, decimals: 3))],
            definitions: [definition])
        #expect(
            result.readings == [Reading(name: "t", value: .number(FixedPoint(13, decimals: 1)))])
    }

    @Test(arguments: [
        ("cm", "cm"), ("kWh", "kwh"), ("%", "percent"), ("°C", "c"), ("m³", "m3"),
        ("l/min", "l_per_min"),
        ("µS/cm", "us_per_cm"), ("", nil), ("°", nil), ("a b", nil), ("€", nil), ("/", nil),
    ])
    func `a unit becomes a suffix or is refused`(_ unit: String, _ suffix: String?) {
        #expect(UnitSuffix(unit)?.text == suffix)
    }

    @Test(arguments: [
        ("123", FixedPoint(123)), ("-0.50", FixedPoint(-50, decimals: 2)),
        (" +007,1 ", FixedPoint(71, decimals: 1)),
        ("-9223372036854775808", FixedPoint(.min)), ("9223372036854775808", nil), ("", nil),
        ("-", nil),
        ("1.", nil), (".5", nil), ("1 2", nil), ("1e3", nil), ("0x10", nil), ("1.2.3", nil),
        ("0.0000000000000000001", nil),
    ])
    func `a number is plain decimal`(_ text: String, _ number: FixedPoint?) {
        #expect(FixedPoint(decimal: text.utf8) == number)
    }

    @Test func `the median is a number that was read`() {
        var filter = MedianFilter(capacity: 4)
        #expect(filter.median == nil)
        for number: Int64 in [5, 900, 7] { filter.insert(FixedPoint(number)) }
        #expect(filter.median == FixedPoint(7))
        filter.insert(FixedPoint(6))
        #expect(filter.median == FixedPoint(6))  // the lower of 6 and 7
        filter.insert(FixedPoint(95, decimals: 1))  // pushes 5 out
        #expect(filter.count == 4)
        #expect(filter.median == FixedPoint(7))
        filter.removeAll()
        #expect(filter.median == nil)
    }

    @Test func `a window gives the median of each value and starts again`() {
        var window = SampleWindow()
        for (t, h) in [(1, 9), (3, 8), (2, 7)] as [(Int64, Int64)] {
            window.insert([
                SensorValue(name: "t", number: FixedPoint(t)),
                SensorValue(name: "h", number: FixedPoint(h)),
            ])
        }
        #expect(
            window.takeMedians() == [
                SensorValue(name: "t", number: FixedPoint(2)),
                SensorValue(name: "h", number: FixedPoint(8)),
            ])
        #expect(window.takeMedians().isEmpty)
    }

    @Test func `lines go on as they came`() {
        var splitter = LineSplitter()
        let bytes = Array("R1\r\nR2\rR3\n\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 300)
        var lines = splitter.append(bytes)
        #expect(splitter.isPending)
        if let rest = splitter.flush() { lines.append(rest) }
        #expect(lines.map(\.count) == [4, 3, 3, 1, 256, 44])
        #expect(lines.flatMap { $0 } == bytes)
        #expect(splitter.flush() == nil)
        var cut = LineSplitter()
        #expect(bytes.flatMap { cut.append([$0]) } + [cut.flush()].compactMap(\.self) == lines)
    }
}
