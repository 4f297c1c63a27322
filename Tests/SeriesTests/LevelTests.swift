// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

/// Gain and use of a tank whose sensor tells whole centimetres and is one of them off at times.
@Suite struct LevelTests {
    private let calendar: PeriodCalendar
    private let tank: MeterID
    private let start: UTCTime

    init() throws {
        calendar = try .luxembourg()
        tank = try .named("tank")
        start = try #require(UTCTime("2026-01-30T00:00:00Z"))
    }

    /// Litres at a distance in centimetres by (204.5 − x) × 51.07, in whole litres.
    private func litres(_ distance: Int64) -> Int64 {
        ((2_045 - 10 * distance) * 5_107 + 500) / 1_000
    }

    /// What a day of levels a second apart gained and lost, with a restart after every 100.
    private func day(_ levels: [Int64], decimals: UInt8 = 0) throws -> SampleSpan {
        var rollUp = RollUp(tank, calendar)
        var written = WrittenHistory()
        for (index, level) in levels.enumerated() {
            if index % 100 == 99 {
                written.write(rollUp.drain())
                rollUp = written.resumed(tank, calendar, rollUp.tail)
            }
            let volume = Reading(
                name: "volume_l", value: .number(FixedPoint(level, decimals: decimals)))
            rollUp.take(
                Observation(sample: [volume], received: start.plus(Int64(index) + 1)))
        }
        let day = try #require(rollUp.openRows.first { $0.period.resolution == .day })
        return try #require(day.sample("volume_l"))
    }

    /// A centimetre less, right or one more, for as many samples.
    private func ripples(_ count: Int) -> [Int64] {
        var random = SeededGenerator(seed: 11)
        return (0..<count).map { _ in Int64(random.next() % 3) - 1 }
    }

    @Test(arguments: [57, 150, 190] as [Int64])
    func `a tank that stands still gains and loses nothing, however little is in it`(
        _ distance: Int64
    ) throws {
        let day = try day(ripples(5_000).map { litres(distance + $0) })
        #expect(day.minimum == FixedPoint(litres(distance + 1)))
        #expect(day.maximum == FixedPoint(litres(distance - 1)))
        #expect(day.gain == FixedPoint(0))
        #expect(day.use == FixedPoint(0))
    }

    @Test func `a level between two centimetres that is read one off gains and loses nothing`()
        throws
    {
        let levels = zip(ripples(5_000), ripples(10_000).dropFirst(5_000)).map {
            litres(57 + $0 + ($1 > 0 ? 1 : 0))
        }
        let day = try day(levels)
        #expect(day.maximum.mantissa - day.minimum.mantissa == 153)
        #expect(day.gain == FixedPoint(0))
        #expect(day.use == FixedPoint(0))
    }

    @Test func `what is used in a quarter of an hour is used once, and none of it is rain`() throws
    {
        // 46 cm in 14 minutes.
        let levels = ripples(840).enumerated().map { litres(56 + Int64($0 * 46 / 840) + $1) }
        let day = try day(levels)
        let (gain, use) = (try #require(day.gain), try #require(day.use))
        #expect(gain == FixedPoint(0))
        // The band, and the ripple at either end.
        #expect(abs(use.mantissa - 46 * 51) <= 182 + 52)
    }

    @Test func `rain counts in full, and gain less use is how far the level has come`() throws {
        let way = [Int64](repeating: 100, count: 300) + (0..<40).map { 100 - $0 }
        let levels = zip(way + [Int64](repeating: 60, count: 300), ripples(640)).map {
            litres($0 + $1)
        }
        let day = try day(levels)
        let (gain, use) = (try #require(day.gain), try #require(day.use))
        #expect(use == FixedPoint(0))
        #expect(abs(gain.mantissa - (levels[639] - levels[0])) <= 182)
        #expect(gain.mantissa >= 40 * 51 - 182 - 52)
    }

    @Test func `small steps rounded to whole litres are not taken for smaller ones`() throws {
        // 1.4 l a centimetre: the values are 1 or 2 l apart.
        let levels = zip(ripples(5_000), ripples(10_000).dropFirst(5_000)).map { first, second in
            let centimetres: Int64 = 20 + first + (second > 0 ? 1 : 0)
            return (140 * centimetres + 50) / 100
        }
        let day = try day(levels)
        #expect(day.gain == FixedPoint(0))
        #expect(day.use == FixedPoint(0))
    }

    @Test func `another formula counts after a few values, although the tank stands still`() throws
    {
        // Once 51 l a centimetre, then 60: 7,533 and 7,530 l lie closer than any step.
        let old = ripples(500).map { litres(57 + $0) }
        let new = ripples(4_500).map { 7_530 + 60 * $0 }
        let (before, day) = (try day(old + new.prefix(100)), try day(old + new))
        #expect(day.count == 5_000)
        #expect(day.gain == before.gain)
        #expect(day.use == before.use)
    }

    @Test func `a sensor that speaks seldom and finely keeps its moves of more than a hundredth`()
        throws
    {
        let day = try day([50_000, 50_004, 56_200, 56_203, 41_000, 41_010], decimals: 1)
        #expect(day.gain == FixedPoint(6_200, decimals: 1))
        #expect(day.use == FixedPoint(15_200, decimals: 1))
    }
}
