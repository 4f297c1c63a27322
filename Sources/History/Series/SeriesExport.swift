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
        // What the meter has, by its months: a few rows for years.
        let columns = ExportColumns(try reader.rows(meter, .month, from: start, to: end))
        return ExportPieces(
            format, columns, reader: reader,
            pages: reader.pages(meter, resolution, from: start, to: end))
    }
}
