// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// What the picture of a meter's or a sensor's day shows.
public struct DayPicture: Sendable {
    /// What people call the meter.
    public let name: String
    /// The zone whose clock is on the axis.
    public let calendar: PeriodCalendar
    /// The day.
    public let day: Period
    /// The rows of its minutes, or of the shortest periods that are still kept, in order.
    public let rows: [SeriesRow]
    /// The row of the whole day; `nil` if there is none.
    public let total: SeriesRow?
    /// The silences that touch the day.
    public let gaps: [MissingEnergy]
    /// The moments at which another meter took this one's place.
    public let exchanges: [UTCTime]
    /// Levels to show below.
    public let levels: [LevelCurve]
    /// Whether it is about power; else only the levels are shown.
    public let showsPower: Bool
    /// The language of all that is written on it.
    public let language: Language
    /// Where the known part ends: the present, on a day that is not over.
    public let known: UTCTime

    /// Puts it together; `now` keeps the rest of a day that is not over from looking like a gap.
    public init(
        name: String, calendar: PeriodCalendar, day: Period, rows: [SeriesRow], total: SeriesRow?,
        gaps: [MissingEnergy] = [], exchanges: [UTCTime] = [], levels: [LevelCurve] = [],
        showsPower: Bool = true, language: Language, now: UTCTime
    ) {
        self.name = name
        self.calendar = calendar
        self.day = day
        self.rows = rows
        self.total = total
        self.gaps = gaps
        self.exchanges = exchanges
        self.levels = levels
        self.showsPower = showsPower
        self.language = language
        known = min(day.end, now)
    }
}

extension DayPicture {
    /// The mean power of a row in kW, from its measurements or else from its register.
    static func power(_ row: SeriesRow, _ direction: String) -> FixedPoint? {
        if let sample = row.sample("power_\(direction)_kw") { return sample.mean }
        guard let span = row.register("energy_\(direction)_kwh"), row.period.minutes > 0,
            let wide = span.difference.rescaled(to: 6)
        else { return nil }
        let (hourly, overflow) = wide.mantissa.multipliedReportingOverflow(by: 60)
        return overflow ? nil : FixedPoint(hourly / Int64(row.period.minutes), decimals: 6)
    }

    /// The stretches of the day in which the meter was silent.
    var silences: Silences { Silences(in: rows, gaps: gaps, of: day, until: known) }

    /// Whether there may have been more energy than its row has.
    ///
    /// So it is if a silence crosses midnight or goes on, or the meter was not known before; that the
    /// day is in progress is no such reason.
    var isLeastOnly: Bool {
        guard let total else { return false }
        if total.edges.contains(.startsOpen) { return true }
        guard known < day.end else { return total.edges.contains(.endsOpen) }
        return silences.spans.contains { $0.end == known }
    }

    /// The greatest or smallest of the measured powers, and in which minute or quarter-hour.
    func extreme(_ direction: String, smallest: Bool = false) -> (value: FixedPoint, in: Period)? {
        var best: (value: FixedPoint, in: Period)?
        for row in rows where row.quality != .missing {
            let sample = row.sample("power_\(direction)_kw")
            guard
                let value = sample.map({ smallest ? $0.minimum : $0.maximum })
                    ?? DayPicture.power(row, direction)
            else { continue }
            let isBetter =
                best.map {
                    smallest
                        ? value.approximation < $0.value.approximation
                        : value.approximation > $0.value.approximation
                } ?? true
            if isBetter { best = (value, row.period) }
        }
        return best
    }

    /// Whether the meter ever gave something back that day.
    var hasExport: Bool {
        if let total, let span = total.register("energy_export_kwh") {
            return span.difference.mantissa > 0
        }
        return rows.contains { (DayPicture.power($0, "export")?.mantissa ?? 0) > 0 }
    }
}
