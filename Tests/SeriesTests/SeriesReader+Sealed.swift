// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

@testable import History

extension SeriesReader {
    /// Quarter-hours as they were written down for good, in order.
    func sealed(_ meter: MeterID) throws -> [SealedQuarterHour] {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return [] }
            let sql = "SELECT id, start, text, hash FROM sealed WHERE id > ? AND id < ? ORDER BY id"
            let keys = [SealedKey(known.number, 0).number, SealedKey(known.number + 1, 0).number]
            return try Row.fetchAll(db, sql: sql, arguments: StatementArguments(keys)).map {
                try SealedQuarterHour($0, meter)
            }
        }
    }
}
