// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// Writes the rows of a meter from one moment to another, a page at a time: memory stays flat
/// however long the stretch is.
public struct SeriesExport: Sendable {
    private let reader: SeriesReader
    private let meter: MeterID
    private let resolution: Resolution
    private let start: UTCTime
    private let end: UTCTime

    /// Exports the periods that begin from `start` until before `end`.
    public init(
        _ reader: SeriesReader, _ meter: MeterID, _ resolution: Resolution, from start: UTCTime,
        to end: UTCTime
    ) {
        self.reader = reader
        self.meter = meter
        self.resolution = resolution
        self.start = start
        self.end = end
    }

    /// Gives the bytes piece by piece to `write`, which says whether it wants more; how many rows
    /// there were.
    ///
    /// Nothing is written when there is no row.
    public func run(_ format: ExportFormat, to write: ([UInt8]) -> Bool) throws(SeriesError) -> Int
    {
        var pieces = try pieces(format)
        while let piece = try pieces.next() {
            guard write(piece) else { break }
        }
        return pieces.count
    }

    /// The same for a caller who asks for one piece after the other.
    public func pieces(_ format: ExportFormat) throws(SeriesError) -> ExportPieces {
        var columns = ExportColumns()
        if format == .csv { try look(for: &columns) }
        return ExportPieces(
            format, columns, reader: reader,
            pages: reader.pages(meter, resolution, from: start, to: end))
    }

    /// Looks for columns in as few rows as will do: those of months, a few for years, and those of
    /// days, hours and so on only where nothing longer is kept.
    private func look(for columns: inout ExportColumns) throws(SeriesError) {
        try look(for: &columns, .month, from: start, to: end)
        // The periods in progress are not written yet.
        for length in resolution == .month ? [.month] : [.month, resolution] {
            let open = try reader.extent(meter, length)?.open
            if let open, start < open.period.end, open.period.start < end { columns.add(open) }
        }
    }

    private func look(
        for columns: inout ExportColumns, _ length: Resolution, from: UTCTime, to: UTCTime
    ) throws(SeriesError) {
        var reached = from
        var next = reader.calendar.period(length, at: from).start
        while reached < to {
            let rows = try reader.written(meter, Period(length, start: next, end: to))
            for row in rows where reached < row.period.end {
                columns.add(row)
                try lookBetween(&columns, length, from: reached, to: row.period.start)
                reached = row.period.end
            }
            guard rows.count == SeriesPages.size, let last = rows.last else { break }
            next = last.period.start.later(minutes: 1)
        }
        try lookBetween(&columns, length, from: reached, to: to)
    }

    /// Looks where rows of a length are not kept.
    private func lookBetween(
        _ columns: inout ExportColumns, _ length: Resolution, from: UTCTime, to: UTCTime
    ) throws(SeriesError) {
        guard from < to, resolution < length, let shorter = length.shorter else { return }
        try look(for: &columns, shorter, from: from, to: to)
    }
}
