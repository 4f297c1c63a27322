// SPDX-License-Identifier: Apache-2.0
public import History
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
        let columns = try columns()
        let csv = CSVWriter(columns, calendar: reader.calendar)
        let json = JSONRows(calendar: reader.calendar)
        var pages = reader.pages(meter, resolution, from: start, to: end)
        var count = 0
        while let page = try pages.next() {
            var bytes: [UInt8] = []
            for row in try exported(page) {
                switch format {
                case .csv:
                    if count == 0 { bytes += csv.head }
                    bytes += csv.line(row)
                case .json:
                    bytes += count == 0 ? "[\n".utf8 : ",\n".utf8
                    bytes += json.object(row)
                }
                count += 1
            }
            guard write(bytes) else { return count }
        }
        if format == .json, count > 0 { _ = write(Array("\n]\n".utf8)) }
        return count
    }

    /// What the meter has, by its months: a few rows for years.
    private func columns() throws(SeriesError) -> ExportColumns {
        ExportColumns(try reader.rows(meter, .month, from: start, to: end))
    }

    /// The rows of a page with the silences that end in them.
    private func exported(_ page: [SeriesRow]) throws(SeriesError) -> [ExportedRow] {
        guard let first = page.first, let last = page.last else { return [] }
        let gaps = try reader.gaps(meter, from: first.period.start, to: last.period.end)
            .filter { $0.isBeside(resolution, reader.calendar) }
        var next = gaps.startIndex
        return page.map { row in
            while next < gaps.endIndex, gaps[next].to <= row.period.start { next += 1 }
            let isHere = next < gaps.endIndex && row.period.contains(gaps[next].to)
            return ExportedRow(row: row, unseen: isHere ? gaps[next] : nil)
        }
    }
}
