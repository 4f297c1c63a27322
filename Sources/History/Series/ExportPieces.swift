// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// An export under way: the bytes of one page of rows after the other.
///
/// Each piece is read in transactions of its own, so that a slow taker holds up nobody.
public struct ExportPieces: Sendable {
    /// How many rows were given so far.
    public private(set) var count = 0

    private let format: ExportFormat
    private let csv: CSVWriter
    private let json: JSONRows
    private let reader: SeriesReader
    private var pages: SeriesPages
    /// Where the last page ended.
    private var reached: UTCTime?
    private var isOver = false

    init(
        _ format: ExportFormat, _ columns: ExportColumns, reader: SeriesReader, pages: SeriesPages
    ) {
        self.format = format
        csv = CSVWriter(columns, calendar: reader.calendar)
        json = JSONRows(calendar: reader.calendar)
        self.reader = reader
        self.pages = pages
    }

    /// The line with the names of the columns, which the first piece of CSV begins with.
    public var head: [UInt8] { csv.head }

    /// The next bytes, at most a page of rows; `nil` at the end.
    ///
    /// An export without a row has none.
    public mutating func next() throws(SeriesError) -> [UInt8]? {
        guard !isOver else { return nil }
        guard let page = try pages.next() else {
            isOver = true
            return format == .json && count > 0 ? Array("\n]\n".utf8) : nil
        }
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
        return bytes
    }

    /// The rows of a page with the silences that end in them, each in one row.
    private mutating func exported(_ page: [SeriesRow]) throws(SeriesError) -> [ExportedRow] {
        guard let first = page.first, let last = page.last else { return [] }
        var gaps = try reader.unseen(
            first.meter, first.period.resolution, after: reached ?? first.period.start,
            until: last.period.end
        )[...]
        reached = last.period.end
        return page.map { row in
            var unseen: MissingEnergy?
            while let gap = gaps.first, gap.to <= row.period.end {
                unseen = unseen?.joined(gap) ?? gap
                gaps.removeFirst()
            }
            return ExportedRow(row: row, unseen: unseen)
        }
    }
}
