// SPDX-License-Identifier: Apache-2.0
public import History
public import Readings
public import Series

/// Makes pictures of days and months out of the history.
public struct ReportMaker: Sendable {
    private let reader: SeriesReader
    private let levels: [LevelSource]
    private let language: Language
    private let now: UTCTime

    /// Reads from a history; `now` is the present, so that a day in progress is drawn as one.
    public init(reader: SeriesReader, levels: [LevelSource], language: Language, now: UTCTime) {
        self.reader = reader
        self.levels = levels
        self.language = language
        self.now = now
    }

    /// The picture of a day; it is empty when nothing was heard.
    public func day(_ meter: MeterID, name: String, _ day: Period) throws(SeriesError) -> DayPicture
    {
        var curves: [LevelCurve] = []
        for level in levels {
            if let curve = try curve(level, day) { curves.append(curve) }
        }
        return DayPicture(
            name: name, calendar: reader.calendar, day: day, rows: try finest(meter, day),
            total: try total(meter, day),
            gaps: try reader.gaps(meter, from: day.start, to: day.end),
            exchanges: try exchanges(meter, day), levels: curves, language: language, now: now)
    }

    /// The picture of a sensor's day: its level alone; it is empty when nothing was heard.
    public func day(_ level: LevelSource, _ day: Period) throws(SeriesError) -> DayPicture {
        let curve = try curve(level, day)
        return DayPicture(
            name: level.name, calendar: reader.calendar, day: day, rows: [],
            total: try total(level.sensor, day), levels: curve.map { [$0] } ?? [],
            showsPower: false, language: language, now: now)
    }

    /// The picture of a month; it is empty when nothing was heard.
    public func month(_ meter: MeterID, name: String, _ month: Period) throws(SeriesError)
        -> MonthPicture
    {
        MonthPicture(
            name: name, calendar: reader.calendar, month: month,
            days: try reader.rows(meter, .day, from: month.start, to: month.end),
            total: try total(meter, month),
            gaps: try reader.gaps(meter, from: month.start, to: month.end), language: language,
            now: now)
    }

    /// The moments of a period at which another meter took the place of one.
    public func exchanges(_ meter: MeterID, _ period: Period) throws(SeriesError) -> [UTCTime] {
        try reader.epochs(meter).filter { $0.number > 1 }.map(\.from).filter(period.contains)
    }

    /// The silences that ended in a day or month and are in no row of that length: each is in one
    /// period only.
    public func unseen(_ meter: MeterID, _ period: Period) throws(SeriesError) -> [MissingEnergy] {
        try reader.gaps(meter, from: period.start, to: period.end).filter {
            period.start < $0.to && $0.to <= period.end
                && $0.isBeside(period.resolution, reader.calendar)
        }
    }

    /// What a sensor said in a day; `nil` if nothing.
    private func curve(_ level: LevelSource, _ day: Period) throws(SeriesError) -> LevelCurve? {
        let rows = try finest(level.sensor, day)
        guard rows.contains(where: { $0.sample(level.reading) != nil }) else { return nil }
        return LevelCurve(
            name: level.name, quantity: .sensor(level.reading), rows: rows,
            capacity: level.capacity,
            gaps: try reader.gaps(level.sensor, from: day.start, to: day.end))
    }

    /// The row of a day or month of a meter or sensor; `nil` when nothing was heard.
    public func total(_ meter: MeterID, _ period: Period) throws(SeriesError) -> SeriesRow? {
        try reader.rows(meter, period.resolution, from: period.start, to: period.end, limit: 1)
            .first { $0.quality != .missing }
    }

    /// The rows of a day's minutes; of its quarter-hours when the minutes are kept no longer, or when
    /// most of them have nothing because the meter or sensor speaks more rarely than that.
    private func finest(_ meter: MeterID, _ day: Period) throws(SeriesError) -> [SeriesRow] {
        let minutes = try reader.rows(meter, .minute, from: day.start, to: day.end)
        let quarters = try reader.rows(meter, .quarterHour, from: day.start, to: day.end)
        let heard = (
            minutes: minutes.count { $0.quality != .missing },
            quarters: quarters.count { $0.quality != .missing }
        )
        return heard.minutes >= heard.quarters * 8 && heard.minutes > 0 ? minutes : quarters
    }
}

extension DayPicture {
    /// Whether anything was heard on the day.
    public var isEmpty: Bool {
        guard showsPower else { return levels.isEmpty }
        return total == nil && !rows.contains { $0.quality != .missing }
    }

    /// The highest power taken from the grid in kW; `nil` when it was not measured.
    public var peak: FixedPoint? { extreme("import")?.value }
}

extension MonthPicture {
    /// Whether anything was heard in the month.
    public var isEmpty: Bool { total == nil && !days.contains { $0.quality != .missing } }

    /// The highest power taken from the grid in kW; `nil` when it was not measured.
    public var peak: FixedPoint? { total?.sample("power_import_kw")?.maximum }
}
