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
    /// The language of all that is written on it.
    public let language: Language
    /// Where the known part ends: the present, in a month that is not over.
    public let known: UTCTime

    /// Puts it together; `now` keeps the rest of a month that is not over from looking like a gap.
    public init(
        name: String, calendar: PeriodCalendar, month: Period, days: [SeriesRow],
        total: SeriesRow?, language: Language, now: UTCTime
    ) {
        self.name = name
        self.calendar = calendar
        self.month = month
        self.days = days
        self.total = total
        self.language = language
        known = min(month.end, now)
    }
}

extension MonthPicture {
    /// Whether the meter ever gave something back that month.
    var hasExport: Bool {
        days.contains { ($0.register("energy_export_kwh")?.difference.mantissa ?? 0) > 0 }
    }

    /// The mean energy of the days that were seen whole; `nil` if there is none.
    func mean(_ register: String) -> FixedPoint? {
        let amounts = days.filter(\.isWhole).compactMap { $0.register(register)?.difference }
        guard !amounts.isEmpty else { return nil }
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
