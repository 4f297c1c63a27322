// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct PackingTests {
    private func row(_ random: inout SeededGenerator) throws -> SeriesRow {
        func number() -> FixedPoint {
            FixedPoint(
                Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 60),
                decimals: 3)
        }
        let start = UTCTime(seconds: 1_770_000_000)
        var row = SeriesRow(
            meter: try .named("flat-1"),
            period: Period(.minute, start: start, end: start.plus(60)), edges: .hasGap,
            evidence: Evidence(
                telegrams: 6, firstCounter: 4_294_967_295, lastCounter: nil,
                authentication: .unverified))
        row.registers = ["energy_import_kwh", "gas_m3"].map {
            let (one, other) = (Int64(random.next() % 1_000_000), Int64(random.next() % 1_000))
            return RegisterSpan(
                name: $0, start: FixedPoint(one, decimals: 3),
                end: FixedPoint(one + other, decimals: 3),
                difference: FixedPoint(other, decimals: 3), isRestart: other % 2 == 0)
        }
        row.samples = ["power_import_kw", "volume_l"].map { name in
            let isLevel = name == "volume_l"
            return SampleSpan(
                name: name, count: 6, sum: number(), minimum: number(), maximum: number(),
                last: number(), gain: isLevel ? number() : nil, use: isLevel ? number() : nil)
        }
        return row
    }

    @Test func `a packed row comes back as it was`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let row = try row(&random)
            var numbers = QuantityNumbers()
            let bytes = row.packed(&numbers)
            #expect(try SeriesRow(bytes, row.meter, row.period, numbers) == row)
        }
    }

    @Test func `a packed tail comes back as it was, and so does one of an earlier version`() throws
    {
        var random = SeededGenerator(seed: 9)
        let row = try row(&random)
        var tail = RollUpTail(
            place: 7, time: row.period.end, distances: [10_000], minute: row,
            mark: row.period.end.plus(60),
            doubt: Standing(time: row.period.end, equipment: "SAG1", registers: []))
        var numbers = QuantityNumbers()
        // A number of doubts, no moment and a flag are what came last.
        let earlier = Array(tail.packed(&numbers).dropLast(3))
        #expect(try RollUpTail(earlier, row.meter, numbers, epochs: []) == tail)
        tail.doubts = 2
        tail.before = row.period.start.plus(-60)
        tail.isChecked = false
        let bytes = tail.packed(&numbers)
        #expect(try RollUpTail(bytes, row.meter, numbers, epochs: []) == tail)
    }

    @Test func `a tail keeps the values that steps are learnt from; an earlier version's has none`()
        throws
    {
        let tank = try MeterID.named("tank")
        let levels = ["volume_l", "cellar_l"].map { name in
            LevelMark(
                name: name, mark: FixedPoint(7_482), highest: FixedPoint(8_000),
                values: [FixedPoint(7_482), FixedPoint(74_310, decimals: 1), FixedPoint(7_380)])
        }
        let tail = RollUpTail(levels: levels)
        var numbers = QuantityNumbers()
        let bytes = tail.packed(&numbers)
        #expect(try RollUpTail(bytes, tank, numbers, epochs: []) == tail)
        // A count, and a byte for the decimals and some for the number of each value, came last.
        let earlier = Array(bytes.dropLast(2 * (1 + 3 + 4 + 3)))
        #expect(
            try RollUpTail(earlier, tank, numbers, epochs: []).levels
                == levels.map { LevelMark(name: $0.name, mark: $0.mark, highest: $0.highest) })
    }

    @Test(arguments: [(-1, true), ((1 << 52) - 1, true), (-2, false), (1 << 52, false)])
    func `a tail that stands where no log comes to is refused`(place: Int64, isTaken: Bool) throws {
        let meter = try MeterID.named("flat-1")
        var numbers = QuantityNumbers()
        let bytes = RollUpTail(place: place).packed(&numbers)
        let read = try? RollUpTail(bytes, meter, numbers, epochs: [])
        #expect(read?.place == (isTaken ? place : nil))
    }

    @Test func `a damaged row or tail is refused or nonsense, and never ends the process`() throws {
        var random = SeededGenerator(seed: 8)
        let calendar = try PeriodCalendar.luxembourg()
        var refused = 0
        for _ in 0..<3_000 {
            let row = try row(&random)
            var numbers = QuantityNumbers()
            let tail = RollUpTail(
                place: 7, time: row.period.end, registers: [], distances: [10_000, 10_000],
                minute: row)
            var bytes = tail.packed(&numbers)
            for _ in 0...random.next() % 4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() & 0xFF)
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % 20)) }
            guard
                let read = try? RollUpTail(bytes, row.meter, numbers, epochs: [])
            else {
                refused += 1
                continue
            }
            let rollUp = RollUp(
                row.meter, calendar, resuming: read, rows: { _, _ in [] }, last: { _, _ in nil })
            #expect(rollUp.openRows.count <= 5)
        }
        #expect(refused > 300)
    }
}
