// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// What the picture of a meter's day shows.
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
    /// Levels to show below.
    public let levels: [LevelCurve]
    /// The language of all that is written on it.
    public let language: Language
    /// Where the known part ends: the present, on a day that is not over.
    public let known: UTCTime

    /// Puts it together; `now` keeps the rest of a day that is not over from looking like a gap.
    public init(
        name: String, calendar: PeriodCalendar, day: Period, rows: [SeriesRow], total: SeriesRow?,
        gaps: [MissingEnergy] = [], levels: [LevelCurve] = [], language: Language, now: UTCTime
    ) {
        self.name = name
        self.calendar = calendar
        self.day = day
        self.rows = rows
        self.total = total
        self.gaps = gaps
        self.levels = levels
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

    /// The stretches of the day of which nothing is known.
    static func silences(in rows: [SeriesRow], of day: Period, until known: UTCTime) -> [TimeSpan] {
        var silences: [TimeSpan] = []
        var reached = day.start
        for row in rows where row.quality != .missing {
            if reached < row.period.start {
                silences.append(TimeSpan(start: reached, end: row.period.start))
            }
            reached = max(reached, row.period.end)
        }
        if reached < known { silences.append(TimeSpan(start: reached, end: known)) }
        // The period in progress is no silence.
        let longest = Int64(rows.map(\.period.minutes).max() ?? 1) * 60_000
        return silences.filter {
            $0.end.milliseconds - $0.start.milliseconds > longest + 60_000 || $0.end < known
                || known == day.end
        }
    }

    /// The greatest or smallest of the measured powers, and when.
    func extreme(_ direction: String, smallest: Bool = false) -> (value: FixedPoint, at: UTCTime)? {
        var best: (value: FixedPoint, at: UTCTime)?
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
            if isBetter { best = (value, row.period.start) }
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
