// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import Testing

@Suite struct RollUpTests {
    private let calendar: PeriodCalendar
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        calendar = try .luxembourg()
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    private func telegram(
        _ place: Int64, _ seconds: Int64, _ wattHours: Int64, power: Int64 = 100,
        equipment: String? = "SAG1", more: [Reading] = []
    ) -> Observation {
        let time = start.plus(seconds)
        return Observation(
            place: place, meterTime: time, received: time, equipment: equipment,
            counter: UInt32(place), authentication: .verified,
            readings: [
                Reading(name: "energy_import_kwh", value: .number(.wattHours(wattHours))),
                Reading(name: "power_import_kw", value: .number(.wattHours(power))),
                Reading(name: "tariff", value: .number(FixedPoint(1))),
            ] + more)
    }

    /// Ten-second telegrams from a moment to another, both included, one watt-hour each.
    private func run(
        _ rollUp: inout RollUp, _ seconds: ClosedRange<Int64>, first: Int64 = 1_000
    ) {
        for second in stride(from: seconds.lowerBound, through: seconds.upperBound, by: 10) {
            rollUp.take(telegram(1_000_000 + second, second, first + second / 10))
        }
    }

    private func rows(_ rollUp: inout RollUp, _ resolution: Resolution) -> [SeriesRow] {
        rollUp.drain().rows.filter { $0.period.resolution == resolution }
    }

    @Test func `a minute's energy is the register at its end less the one at its start`() throws {
        var rollUp = RollUp(meter, calendar)
        run(&rollUp, 0...130)
        let minutes = rows(&rollUp, .minute)
        // The first telegram belongs to the minute it ends, about which nothing else is known.
        #expect(minutes.map(\.telegrams) == [1, 6, 6])
        #expect(minutes.map(\.quality) == [.partial, .complete, .complete])
        let energy = try #require(minutes[1].register("energy_import_kwh"))
        #expect(energy.start == .wattHours(1_000))
        #expect(energy.end == .wattHours(1_006))
        #expect(energy.difference == .wattHours(6))
        #expect(minutes[1].evidence.firstCounter == 1_000_010)
        #expect(minutes[1].evidence.lastCounter == 1_000_060)
        #expect(minutes[1].register("tariff") == nil)
    }

    @Test func `power has its smallest, mean, greatest and last value`() throws {
        var rollUp = RollUp(meter, calendar)
        for (index, power) in [100, 300, 201, 0, 50, 20, 31].enumerated() {
            rollUp.take(
                telegram(Int64(index), Int64(index) * 10, 5_000, power: Int64(power)))
        }
        rollUp.take(telegram(8, 70, 5_000))
        let power = try #require(rows(&rollUp, .minute).last?.sample("power_import_kw"))
        #expect(power.count == 6)
        #expect(power.minimum == .wattHours(0))
        #expect(power.maximum == .wattHours(300))
        #expect(power.last == .wattHours(31))
        // 602 / 6 = 100.33
        #expect(power.mean == .wattHours(100))
    }

    @Test func `quarter-hours and hours add up to the last digit`() throws {
        var rollUp = RollUp(meter, calendar)
        run(&rollUp, 0...7_210)
        let output = rollUp.drain().rows
        let quarters = output.filter { $0.period.resolution == .quarterHour }
        let hours = output.filter { $0.period.resolution == .hour }
        #expect(quarters.count == 9)
        #expect(hours.map(\.telegrams) == [1, 360, 360])
        #expect(hours.map(\.quality) == [.partial, .complete, .complete])
        #expect(quarters[1].telegrams == 90)
        #expect(
            quarters.map { $0.register("energy_import_kwh")?.difference.mantissa }
                == [0, 90, 90, 90, 90, 90, 90, 90, 90])
        #expect(hours.last?.register("energy_import_kwh")?.difference == .wattHours(360))
    }

    @Test
    func `a silence over a boundary is one amount beside the rows, and within a period in it`()
        throws
    {
        var rollUp = RollUp(meter, calendar)
        run(&rollUp, 0...600)
        // From 9:10:00 to 9:40:00 nothing; half a kilowatt-hour goes by.
        run(&rollUp, 2_400...3_620, first: 1_500)
        let output = rollUp.drain()
        let gap = try #require(output.gaps.first)
        #expect(output.gaps.count == 1)
        #expect(gap.from == start.plus(600))
        #expect(gap.to == start.plus(2_400))
        #expect(gap.amounts["energy_import_kwh"] == .wattHours(680))
        #expect(gap.isBeside(.quarterHour, calendar))
        #expect(!gap.isBeside(.hour, calendar))
        let quarters = output.rows.filter { $0.period.resolution == .quarterHour }
        #expect(
            quarters.map { calendar.local($0.period.start).minute } == [45, 0, 30, 45])
        #expect(quarters.map(\.quality) == [.partial, .partial, .partial, .complete])
        #expect(
            quarters.map { $0.register("energy_import_kwh")?.difference.mantissa }
                == [0, 60, 30, 90])
        let hour = try #require(output.rows.last { $0.period.resolution == .hour })
        #expect(hour.quality == .partial)
        #expect(hour.isWhole)
        #expect(hour.register("energy_import_kwh")?.difference == .wattHours(860))
    }

    @Test
    func `a silence that begins exactly at a boundary takes nothing from the period after it`()
        throws
    {
        var rollUp = RollUp(meter, calendar)
        run(&rollUp, 0...900)
        run(&rollUp, 1_500...1_810, first: 1_000)
        let output = rollUp.drain()
        let quarters = output.rows.filter { $0.period.resolution == .quarterHour }
        #expect(quarters.map(\.isWhole) == [false, true, true])
        #expect(quarters.map(\.quality) == [.partial, .complete, .partial])
        #expect(
            quarters.map { $0.register("energy_import_kwh")?.difference.mantissa }
                == [0, 90, 90])
        #expect(output.gaps.first?.isBeside(.quarterHour, calendar) == false)
        #expect(output.gaps.first?.isBeside(.minute, calendar) == true)
    }

    @Test func `another meter begins an epoch, and sums go on across it`() throws {
        var rollUp = RollUp(meter, calendar)
        run(&rollUp, 0...600)
        for second in stride(from: Int64(610), through: 930, by: 10) {
            rollUp.take(telegram(2_000_000 + second, second, second, equipment: "SAG2"))
        }
        let output = rollUp.drain()
        #expect(output.epochs.map(\.number) == [1, 1, 2])
        #expect(output.epochs.map(\.isClosed) == [false, true, false])
        #expect(output.epochs[1].closing["energy_import_kwh"] == .wattHours(1_060))
        #expect(output.epochs[2].opening["energy_import_kwh"] == .wattHours(610))
        #expect(output.epochs[2].equipment == "SAG2")
        let quarter = try #require(output.rows.last { $0.period.resolution == .quarterHour })
        let energy = try #require(quarter.register("energy_import_kwh"))
        #expect(energy.start == .wattHours(1_000))
        #expect(energy.end == .wattHours(900))
        #expect(energy.difference == .wattHours(60 + 290))
        #expect(quarter.quality == .partial)
        #expect(output.gaps.map(\.amounts) == [[]])
    }

    @Test func `registers that fall are another meter even if it bears the same name`() {
        var rollUp = RollUp(meter, calendar)
        rollUp.take(telegram(1, 10, 5_000))
        rollUp.take(telegram(2, 20, 3))
        #expect(rollUp.drain().epochs.last?.number == 2)
    }

    @Test func `a gas meter that begins anew changes nothing but its own register`() throws {
        func gas(_ number: Int64) -> [Reading] {
            [Reading(name: "gas_m3", value: .number(FixedPoint(number, decimals: 2)))]
        }
        var rollUp = RollUp(meter, calendar)
        rollUp.take(telegram(1, 0, 5_000, more: gas(700)))
        rollUp.take(telegram(2, 30, 5_010, more: gas(702)))
        rollUp.take(telegram(3, 50, 5_020, more: gas(1)))
        rollUp.take(telegram(4, 60, 5_030, more: gas(4)))
        rollUp.take(telegram(5, 70, 5_040))
        let output = rollUp.drain()
        let minute = try #require(output.rows.last)
        #expect(minute.register("gas_m3")?.difference == FixedPoint(5, decimals: 2))
        #expect(minute.register("energy_import_kwh")?.difference == .wattHours(30))
        #expect(output.epochs.count == 1)
    }

    @Test func `a roll-up that goes on from its rows gives what one without a break gives`() throws
    {
        var whole = RollUp(meter, calendar)
        run(&whole, 0...9_000)
        let expected = whole.drain()
        for cut in stride(from: Int64(10), to: 9_000, by: 370) {
            var first = RollUp(meter, calendar)
            run(&first, 0...cut)
            var written = first.drain().rows
            var second = RollUp(
                meter, calendar, resuming: first.tail,
                rows: { resolution, period in
                    written.filter {
                        $0.period.resolution == resolution && period.start <= $0.period.start
                            && $0.period.start < period.end
                    }
                },
                last: { resolution, time in
                    written.last { $0.period.resolution == resolution && $0.period.start < time }
                })
            run(&second, cut + 10 - cut % 10...9_000)
            written += second.drain().rows
            for resolution in Resolution.allCases {
                #expect(
                    written.filter { $0.period.resolution == resolution }
                        == expected.rows.filter { $0.period.resolution == resolution })
            }
            #expect(second.openRows == whole.openRows)
        }
    }

    @Test func `a telegram that was taken is passed over, and a clock that runs back stands still`()
        throws
    {
        var rollUp = RollUp(meter, calendar)
        rollUp.take(telegram(5, 70, 5_000))
        rollUp.take(telegram(5, 70, 5_000))
        rollUp.take(telegram(6, 30, 5_001))
        #expect(rollUp.tail.minute?.telegrams == 2)
        #expect(rollUp.tail.time == start.plus(70))
    }

    @Test func `a clock years ahead is not believed`() {
        var rollUp = RollUp(meter, calendar)
        rollUp.take(telegram(1, 10, 5_000))
        var wrong = telegram(2, 20, 5_001)
        wrong.meterTime = start.plus(86_400 * 3_000)
        rollUp.take(wrong)
        #expect(rollUp.tail.time == start.plus(20))
    }

    @Test func `without the meter's clock the time of receipt counts`() {
        var rollUp = RollUp(meter, calendar)
        var telegram = telegram(1, 10, 5_000)
        telegram.meterTime = nil
        rollUp.take(telegram)
        #expect(rollUp.tail.time == start.plus(10))
    }

    @Test func `a tank's gain and use are its moves beyond the noise`() throws {
        let tank = try MeterID.named("tank")
        var rollUp = RollUp(tank, calendar)
        // Noise of fifty litres, three hundred of rain, noise, five hundred used in small steps.
        let levels: [Int64] =
            [5_000, 5_040, 5_000, 5_150, 5_300, 5_260, 5_300]
            + Array(stride(from: Int64(5_280), through: 4_800, by: -20))
        for (index, level) in levels.enumerated() {
            rollUp.take(
                Observation(
                    sample: [Reading(name: "volume_l", value: .number(FixedPoint(level)))],
                    received: start.plus(Int64(index) * 60 + 30)))
        }
        let day = try #require(rollUp.openRows.first { $0.period.resolution == .day })
        let volume = try #require(day.sample("volume_l"))
        #expect(volume.last == FixedPoint(4_800))
        #expect(volume.minimum == FixedPoint(4_800))
        #expect(volume.maximum == FixedPoint(5_300))
        #expect(volume.gain == FixedPoint(300))
        let use = try #require(volume.use)
        #expect((450...500).contains(use.mantissa))
        #expect(rollUp.tail.epoch == nil)
    }

    @Test func `the greatest value is found where its distance from the smallest has no room`()
        throws
    {
        var rollUp = RollUp(try .named("tank"), calendar)
        let (small, great) = (FixedPoint(1, decimals: 18), FixedPoint(100))
        for value in [small, great] {
            rollUp.take(
                Observation(
                    sample: [Reading(name: "pressure_bar", value: .number(value))],
                    received: start.plus(30)))
        }
        let span = try #require(rollUp.openRows.first?.sample("pressure_bar"))
        #expect(span.minimum == small)
        #expect(span.maximum == great)
    }
}
