// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import Testing

/// Telegrams that neither a tag nor a checksum vouches for: ten seconds apart, a watt-hour each,
/// but where a register is said to be another.
@Suite struct UncheckedTests {
    private let meter: MeterID
    private let start: UTCTime
    private let calendar: PeriodCalendar

    init() throws {
        calendar = try .luxembourg()
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    private func telegram(
        _ index: Int64, _ wattHours: Int64, every seconds: Int64 = 10, equipment: String? = nil,
        isChecked: Bool = false, more: [Reading] = []
    ) -> Observation {
        let time = start.plus(index * seconds)
        return Observation(
            place: index, meterTime: time, received: time, equipment: equipment, counter: nil,
            authentication: .clear, isChecked: isChecked,
            readings: [Reading(name: "energy_import_kwh", value: .number(.wattHours(wattHours)))]
                + more)
    }

    /// Rolls up 400 telegrams with other registers in some, the first so many of them checked.
    private func run(_ wrong: [Int64: Int64], checked: Int64 = 1) -> RollUp {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<400 {
            rollUp.take(
                telegram(index, wrong[index] ?? 5_000_000 + index, isChecked: index < checked))
        }
        return rollUp
    }

    private func gain(_ rollUp: RollUp) -> Int64? {
        rollUp.openRows.last?.register("energy_import_kwh")?.difference.mantissa
    }

    @Test(arguments: [9_000_000, 5_002_500, 4_000_000, 12])
    func `one wrong register in a telegram that nothing checks changes no sum and is no exchange`(
        wrong: Int64
    ) throws {
        var rollUp = run([100: wrong])
        #expect(gain(rollUp) == 399)
        let output = rollUp.drain()
        #expect(output.epochs.count == 1)
        #expect(output.gaps.isEmpty)
        let minutes = output.rows.filter { $0.period.resolution == .minute }
        // Nothing is known of before the first minute; that of the wrong one is partial too.
        #expect(minutes.count { $0.quality == .partial } == 2)
        #expect(minutes.count { $0.edges.contains(.hasGap) } == 1)
        #expect(minutes.reduce(0) { $0 + $1.telegrams } == 396)
    }

    @Test(arguments: [5_000_150, 5_000_050])
    func `a wrong register that could be right is taken back by the next telegram`(wrong: Int64) {
        var rollUp = run([100: wrong])
        #expect(gain(rollUp) == 399)
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test func `wrong registers that belie each other are all set aside`() {
        var rollUp = run([100: 9_000_000, 101: 12, 200: 77, 202: 88_000_000])
        #expect(gain(rollUp) == 399)
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test func `an exchange of a meter that nothing checks is seen with its second telegram`()
        throws
    {
        var rollUp = run(
            Dictionary(uniqueKeysWithValues: (100..<400).map { ($0, 10 + $0) }))
        let epochs = rollUp.drain().epochs
        #expect(epochs.map(\.number) == [1, 1, 2])
        #expect(epochs[1].closing["energy_import_kwh"] == .wattHours(5_000_099))
        #expect(epochs[2].opening["energy_import_kwh"] == .wattHours(111))
        #expect(epochs[2].from == start.plus(1_010))
        #expect(gain(rollUp) == 397)
    }

    @Test func `a leap that the next telegram bears out counts as consumption`() {
        let rollUp = run(
            Dictionary(uniqueKeysWithValues: (100..<400).map { ($0, 6_000_000 + $0) }))
        #expect(gain(rollUp) == 1_000_399)
    }

    @Test func `with a right tag or checksum every register is believed at once`() {
        var rollUp = run([100: 9_000_000], checked: 400)
        #expect(rollUp.drain().epochs.map(\.number) == [1, 1, 2])
    }

    @Test func `another name in one telegram that nothing checks is no exchange`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<50 {
            rollUp.take(telegram(index, 500 + index, equipment: index == 20 ? "SAG2" : "SAG1"))
        }
        #expect(rollUp.drain().epochs.count == 1)
    }

    private func gas(_ litres: Int64) -> [Reading] {
        [Reading(name: "gas_m3", value: .number(FixedPoint(litres, decimals: 3)))]
    }

    @Test(arguments: [900_000, 15_000, 12, 3_000])
    func `a wrong gas register changes no sum`(wrong: Int64) throws {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<50 {
            let litres = index == 20 ? wrong : 7_000 + index
            rollUp.take(
                telegram(index, 500 + index, isChecked: index == 0, more: gas(litres)))
        }
        let month = try #require(rollUp.openRows.last)
        #expect(month.register("gas_m3")?.difference == FixedPoint(49, decimals: 3))
    }

    @Test func `the hourly step of a gas register is not doubted`() throws {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<1_440 {
            let litres = 7_000_000 + index / 360 * 2_500
            rollUp.take(
                telegram(index, 500 + index, isChecked: index == 0, more: gas(litres)))
        }
        #expect(rollUp.openRows.last?.register("gas_m3")?.difference.mantissa == 7_500)
        let hours = rollUp.drain().rows.filter { $0.period.resolution == .hour }
        #expect(hours.map(\.quality) == [.partial, .complete, .complete, .complete])
        #expect(hours.map(\.telegrams) == [1, 360, 360, 360])
    }

    @Test func `a meter above every limit is believed at each third telegram`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<100 {
            rollUp.take(telegram(index, 5_000_000 + index * 2_000, every: 60))
        }
        #expect(rollUp.tail.registers["energy_import_kwh"] == .wattHours(5_196_000))
        #expect(gain(rollUp) == 192_000)
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test(arguments: [(5_000_000, 398), (9_000_000, 397), (12, 397)])
    func `the first telegram of a meter that nothing checks begins nothing`(
        first: Int64, gained: Int64
    ) {
        var rollUp = run([0: first], checked: 0)
        #expect(gain(rollUp) == gained)
        #expect(rollUp.openRows.last?.telegrams == Int(gained) + 1)
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test func `a clock that leaps ahead in one telegram that nothing checks is not believed`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<400 {
            var next = telegram(index, 500 + index, isChecked: index == 0)
            if index == 100 { next.meterTime = next.received.plus(36_000) }
            rollUp.take(next)
        }
        #expect(rollUp.tail.time == start.plus(3_990))
        #expect(gain(rollUp) == 399)
        #expect(rollUp.openRows.last?.telegrams == 399)
    }

    @Test func `a clock that stays ahead is believed with the second telegram`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<400 {
            var next = telegram(index, 500 + index, isChecked: index == 0)
            if index >= 100 { next.meterTime = next.received.plus(3_600) }
            rollUp.take(next)
        }
        #expect(rollUp.tail.time == start.plus(3_990 + 3_600))
        #expect(rollUp.openRows.last?.telegrams == 399)
    }

    @Test func `a checked telegram takes back the error of one that nothing checks`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<400 {
            let isWrong = index == 50
            rollUp.take(
                telegram(index, 5_000 + index + (isWrong ? 600 : 0), isChecked: !isWrong))
        }
        #expect(gain(rollUp) == 399)
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test func `a roll-up that goes on while it doubts gives what one without a break gives`() {
        var whole = RollUp(meter, calendar)
        var first = RollUp(meter, calendar)
        for index in Int64(0)..<200 {
            let next = telegram(index, index == 100 ? 9_000_000 : 5_000 + index)
            whole.take(next)
            if index <= 100 { first.take(next) }
        }
        var rest = RollUp(
            meter, calendar, resuming: first.tail, rows: { _, _ in [] }, last: { _, _ in nil })
        for index in Int64(101)..<200 { rest.take(telegram(index, 5_000 + index)) }
        #expect(rest.tail == whole.tail)
        #expect(whole.tail.doubt == nil)
    }
}
