// SPDX-License-Identifier: Apache-2.0
import Readings
public import Series

/// The rows of a stretch of time, a page at a time, missing periods filled in.
///
/// Each page is a transaction of its own, so that a long export holds up nobody. How far the rows
/// reach, and the one in progress, is as of the first page.
public struct SeriesPages: Sendable {
    /// The most rows of a page.
    public static let size = 500

    private let reader: SeriesReader
    private let meter: MeterID
    private let resolution: Resolution
    /// The period the next page begins with; `nil` at the end.
    private var upcoming: Period?
    private let end: UTCTime
    /// What is asked with the first page.
    private var extent: SeriesExtent?

    init(
        _ reader: SeriesReader, _ meter: MeterID, _ resolution: Resolution, from start: UTCTime,
        to end: UTCTime
    ) {
        self.reader = reader
        self.meter = meter
        self.resolution = resolution
        self.end = end
        let first = reader.calendar.period(resolution, at: start)
        upcoming = first.start < end ? first : nil
    }

    /// The next rows, at most ``size``; `nil` at the end.
    public mutating func next() throws(SeriesError) -> [SeriesRow]? {
        guard let begin = upcoming else { return nil }
        if extent == nil { extent = try reader.extent(meter, resolution) }
        guard let extent else { return nil }
        let reach = extent.reach
        let calendar = reader.calendar
        let first = begin.start < reach.start ? calendar.period(resolution, at: reach.start) : begin
        let last = min(end, reach.end)
        let stretch = Period(resolution, start: first.start, end: last)
        let known = extent.completed(try reader.written(meter, stretch), stretch)
        var rows: [SeriesRow] = []
        var period = first
        var index = 0
        while period.start < last, rows.count < SeriesPages.size {
            // Rows written under another zone may not fit the periods of this one; they come as
            // they are.
            if index < known.count, known[index].period.start < period.end {
                rows.append(known[index])
                let after = known[index].period.end
                index += 1
                // The zone's rules are asked only where a row does not say what they said.
                let isNext = index < known.count && known[index].period.start == after
                period = isNext ? known[index].period : calendar.period(resolution, at: after)
            } else if index == known.count, known.count >= SeriesPages.size {
                break
            } else {
                rows.append(SeriesRow(meter: meter, period: period))
                period = calendar.next(period)
            }
        }
        upcoming = period.start < last ? period : nil
        return rows.isEmpty ? nil : rows
    }
}
