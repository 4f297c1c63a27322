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
        _ index: Int64, _ wattHours: Int64, equipment: String? = nil, isChecked: Bool = false,
        more: [Reading] = []
    ) -> Observation {
        let time = start.plus(index * 10)
        return Observation(
            place: index, meterTime: time, received: time, equipment: equipment, counter: nil,
            authentication: .clear, isChecked: isChecked,
            readings: [Reading(name: "energy_import_kwh", value: .number(.wattHours(wattHours)))]
                + more)
    }

    /// Rolls up 400 telegrams with other registers in some.
    private func run(_ wrong: [Int64: Int64], isChecked: Bool = false) -> RollUp {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<400 {
            rollUp.take(
                telegram(index, wrong[index] ?? 5_000_000 + index, isChecked: isChecked))
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
        var rollUp = run([100: 9_000_000], isChecked: true)
        #expect(rollUp.drain().epochs.map(\.number) == [1, 1, 2])
    }

    @Test func `another name in one telegram that nothing checks is no exchange`() {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<50 {
            rollUp.take(telegram(index, 500 + index, equipment: index == 20 ? "SAG2" : "SAG1"))
        }
        #expect(rollUp.drain().epochs.count == 1)
    }

    @Test func `a gas register is doubted like the others`() throws {
        var rollUp = RollUp(meter, calendar)
        for index in Int64(0)..<50 {
            let gas = FixedPoint(index == 20 ? 900_000 : 7_000 + index, decimals: 3)
            rollUp.take(
                telegram(
                    index, 500 + index, more: [Reading(name: "gas_m3", value: .number(gas))]))
        }
        let month = try #require(rollUp.openRows.last)
        #expect(month.register("gas_m3")?.difference == FixedPoint(49, decimals: 3))
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
