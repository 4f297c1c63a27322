// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// What the picture of a meter's month shows.
public struct MonthPicture: Sendable {
    /// What people call the meter.
    public let name: String
    /// The zone whose days are counted.
    public let calendar: PeriodCalendar
    /// The month.
    public let month: Period
    /// The rows of its days, in order.
    public let days: [SeriesRow]
    /// The row of the whole month; `nil` if there is none.
    public let total: SeriesRow?
    /// The silences that cross the end of a day, and so are in no row of a day.
    public let gaps: [MissingEnergy]
    /// The language of all that is written on it.
    public let language: Language
    /// Where the known part ends: the present, in a month that is not over.
    public let known: UTCTime

    /// Puts it together; `now` keeps the rest of a month that is not over from looking like a gap.
    ///
    /// Of `gaps`, those within a day are left out: they are in its row.
    public init(
        name: String, calendar: PeriodCalendar, month: Period, days: [SeriesRow],
        total: SeriesRow?, gaps: [MissingEnergy] = [], language: Language, now: UTCTime
    ) {
        self.name = name
        self.calendar = calendar
        self.month = month
        self.days = days
        self.total = total
        self.gaps = gaps.filter { $0.from < $0.to && $0.isBeside(.day, calendar) }
        self.language = language
        known = min(month.end, now)
    }
}

extension MonthPicture {
    /// Whether the meter ever gave something back that month.
    var hasExport: Bool {
        days.contains { ($0.register("energy_export_kwh")?.difference.mantissa ?? 0) > 0 }
    }

    /// Whether there may have been more energy than a row has.
    ///
    /// So it is if a silence crosses its start or end, or the meter was not known before; that it is
    /// in progress is no such reason.
    func isLeastOnly(_ row: SeriesRow) -> Bool {
        row.edges.contains(.startsOpen)
            || row.edges.contains(.endsOpen) && row.period.end <= known
    }

    /// Whether the month's sum may be too low: nothing is known of its beginning or its end.
    var isLeastOnly: Bool {
        guard let total else { return false }
        let reached = days.last { $0.quality != .missing }?.period.end ?? month.start
        // Shortly after midnight nobody wonders that today has no row yet.
        return isLeastOnly(total) || known.milliseconds - reached.milliseconds > 900_000
    }

    /// The first day with a telegram, if it is the meter's first of all: what is before it in the
    /// month is no silence.
    var begin: SeriesRow? {
        guard let first = days.first(where: { $0.quality != .missing }),
            first.edges.contains(.startsOpen), first.period.start > month.start,
            !gaps.contains(where: { $0.from < first.period.start && first.period.start < $0.to })
        else { return nil }
        return first
    }

    /// The mean energy of the days that were seen whole; `nil` if there are fewer than three.
    func mean(_ register: String) -> FixedPoint? {
        let amounts = days.filter(\.isWhole).compactMap { $0.register(register)?.difference }
        guard amounts.count >= 3 else { return nil }
        var sum: Int64 = 0
        for amount in amounts {
            guard let wide = amount.rescaled(to: 6) else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(wide.mantissa)
            guard !overflow else { return nil }
            sum = next
        }
        return FixedPoint(sum / Int64(amounts.count), decimals: 6)
    }
}
