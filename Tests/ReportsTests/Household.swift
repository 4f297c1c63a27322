// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series
import TestSupport
import Testing

/// A family with a roof full of solar cells and a tank in the cellar, as rows of a series: the same
/// on each run.
struct Household {
    let meter: MeterID
    let tank: MeterID
    let calendar: PeriodCalendar

    init() throws {
        meter = try #require(MeterID("flat-1"))
        tank = try #require(MeterID("rainwater"))
        calendar = try #require(PeriodCalendar("Europe/Luxembourg"))
    }

    /// The rows of the minutes of a day, but for those within the silences, given in minutes of the
    /// day.
    func minutes(of day: Period, silences: [Range<Int>] = [], hasSun: Bool = true) -> [SeriesRow] {
        var random = SeededGenerator(seed: UInt64(bitPattern: day.start.seconds))
        var registers = (taken: Int64(25_653_000_000), given: Int64(11_002_000_000))
        return (0..<day.minutes).compactMap { minute in
            let start = UTCTime(seconds: day.start.seconds + Int64(minute) * 60)
            let watts = watts(at: calendar.local(start), &random, hasSun: hasSun)
            let (taken, given) = (max(0, watts), max(0, -watts))
            let before = registers
            registers.taken += Int64(taken) * 1_000 / 60
            registers.given += Int64(given) * 1_000 / 60
            let spread = Int.random(in: 0...30, using: &random)
            if silences.contains(where: { $0.contains(minute) }) { return nil }
            return SeriesRow(
                meter: meter,
                period: Period(
                    .minute, start: start, end: UTCTime(seconds: start.seconds + 60)),
                edges: [], evidence: Evidence(telegrams: 6),
                registers: [
                    span("energy_import_kwh", before.taken / 1_000, registers.taken / 1_000),
                    span("energy_export_kwh", before.given / 1_000, registers.given / 1_000),
                ],
                samples: [
                    sample("power_import_kw", taken, taken > 0 ? spread : 0),
                    sample("power_export_kw", given, given > 0 ? spread : 0),
                ])
        }
    }

    /// The rows of a day's quarter-hours, put together from those of its minutes.
    func quarters(of day: Period) -> [SeriesRow] {
        let minutes = minutes(of: day)
        return calendar.periods(.quarterHour, from: day.start, to: day.end).map { period in
            let within = minutes.filter {
                period.start <= $0.period.start && $0.period.end <= period.end
            }
            var row = total(period, of: within)
            row.samples = ["power_import_kw", "power_export_kw"].compactMap { name in
                let spans = within.compactMap { $0.sample(name) }
                guard let first = spans.first, let last = spans.last else { return nil }
                func number(_ mantissas: [Int64]) -> FixedPoint {
                    FixedPoint(mantissas.reduce(0, +), decimals: 3)
                }
                return SampleSpan(
                    name: name, count: spans.map(\.count).reduce(0, +),
                    sum: number(spans.map(\.sum.mantissa)),
                    minimum: number([spans.map(\.minimum.mantissa).min() ?? 0]),
                    maximum: number([
                        spans.map(\.maximum.mantissa).max() ?? first.maximum.mantissa
                    ]), last: last.last)
            }
            return row
        }
    }

    /// A silence of a day, given in minutes of the day, in which nothing was used.
    func gap(_ day: Period, _ minutes: Range<Int>) -> MissingEnergy {
        MissingEnergy(
            meter: meter,
            from: UTCTime(seconds: day.start.seconds + Int64(minutes.lowerBound) * 60),
            to: UTCTime(seconds: day.start.seconds + Int64(minutes.upperBound) * 60), amounts: [])
    }

    /// The rows of the tank's quarter-hours: it rains in the night, and the garden drinks at noon.
    func tank(on day: Period) -> [SeriesRow] {
        var litres = 4_162
        return calendar.periods(.quarterHour, from: day.start, to: day.end).map { period in
            let hour = calendar.local(period.start).hour
            let before = litres
            litres += (2...4).contains(hour) ? 71 : hour == 12 ? -160 : 0
            return SeriesRow(
                meter: tank, period: period, edges: [], evidence: Evidence(telegrams: 15),
                samples: [
                    SampleSpan(
                        name: "volume_l", count: 1, sum: FixedPoint(Int64(litres)),
                        minimum: FixedPoint(Int64(min(before, litres))),
                        maximum: FixedPoint(Int64(max(before, litres))),
                        last: FixedPoint(Int64(litres)))
                ])
        }
    }

    /// The row of a period made of the rows given.
    func total(_ period: Period, of rows: [SeriesRow], edges: RowEdges = []) -> SeriesRow {
        var registers: [RegisterSpan] = []
        for name in ["energy_import_kwh", "energy_export_kwh"] {
            let spans = rows.compactMap { $0.register(name) }
            guard let first = spans.first, let last = spans.last else { continue }
            registers.append(span(name, first.start.mantissa, last.end.mantissa))
        }
        return SeriesRow(
            meter: meter, period: period, edges: edges,
            evidence: Evidence(telegrams: rows.map(\.telegrams).reduce(0, +)),
            registers: registers)
    }

    /// A row of a day with energy in watt-hours.
    func day(_ period: Period, taken: Int64, given: Int64, edges: RowEdges = []) -> SeriesRow {
        SeriesRow(
            meter: meter, period: period, edges: edges, evidence: Evidence(telegrams: 8_640),
            registers: [
                span("energy_import_kwh", 10_000_000, 10_000_000 + taken),
                span("energy_export_kwh", 500_000, 500_000 + given),
            ])
    }

    private func span(_ name: String, _ start: Int64, _ end: Int64) -> RegisterSpan {
        RegisterSpan(
            name: name, start: FixedPoint(start, decimals: 3), end: FixedPoint(end, decimals: 3),
            difference: FixedPoint(end - start, decimals: 3))
    }

    private func sample(_ name: String, _ watts: Int, _ spread: Int) -> SampleSpan {
        SampleSpan(
            name: name, count: 6, sum: FixedPoint(Int64(watts) * 6, decimals: 3),
            minimum: FixedPoint(Int64(max(0, watts - spread)), decimals: 3),
            maximum: FixedPoint(Int64(watts + spread), decimals: 3),
            last: FixedPoint(Int64(watts), decimals: 3))
    }

    /// The power at a minute of the local day; negative is given to the grid.
    private func watts(at time: LocalTime, _ random: inout SeededGenerator, hasSun: Bool) -> Int {
        let hour = Double(time.hour) + Double(time.minute) / 60
        var watts = 140 + Int.random(in: 0...25, using: &random)
        // The refrigerator.
        if (time.hour * 60 + time.minute) % 70 < 22 { watts += 95 }
        switch hour {
        case 6.5..<8: watts += Int.random(in: 100...1_100, using: &random)
        case 11.9..<12.5: watts += 2_150
        case 18..<18.2, 18.9..<19.1: watts += 3_300
        case 18..<22.5: watts += 420 + Int.random(in: 0...380, using: &random)
        default: break
        }
        if (6.9..<7.05).contains(hour) { watts += 2_050 }
        guard hasSun, (8..<17.4).contains(hour) else { return watts }
        let clouds = (13..<14.8).contains(hour) ? Int.random(in: 45...100, using: &random) : 100
        return watts - Int(3_900 * sin(.pi * (hour - 8) / 9.4)) * clouds / 100
    }
}
