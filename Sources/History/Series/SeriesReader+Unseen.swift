// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// What rows have to be completed by.
extension SeriesReader {
    /// Silences that end after one moment, and until another, and are in no row of a resolution, in
    /// the order of their ends.
    ///
    /// All others are passed over while they are read: there may be any number of them.
    func unseen(
        _ meter: MeterID, _ resolution: Resolution, after start: UTCTime, until end: UTCTime
    ) throws(SeriesError) -> [MissingEnergy] {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return [] }
            let numbers = try db.quantityNumbers()
            let sql = """
                SELECT from_time, to_time, amounts FROM missing
                WHERE meter = ? AND to_time > ? AND to_time <= ?
                """
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: sql),
                arguments: [known.number, start.milliseconds, end.milliseconds])
            var found: [MissingEnergy] = []
            while let row = try rows.next() {
                let gap = try MissingEnergy(row, meter, numbers)
                if gap.isBeside(resolution, self.calendar) { found.append(gap) }
            }
            return found.sorted { $0.to < $1.to }
        }
    }
}

extension MissingEnergy {
    /// Reads the three columns of a silence.
    init(_ row: Row, _ meter: MeterID, _ numbers: QuantityNumbers) throws {
        self.init(
            meter: meter, from: try row.time(0), to: try row.time(1),
            amounts: try [RegisterAmount](row.bytes(2), numbers))
    }
}
