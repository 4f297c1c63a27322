// SPDX-License-Identifier: Apache-2.0
import GRDB

// What the small tables of the history may hold: numbers as they are given out, one by one, and
// times within a hundred thousand years.
extension Database {
    /// The small tables, with what is true of each of their rows.
    ///
    /// SQLite takes a text for more than any number, so that a value of the wrong kind is none of
    /// these either.
    static let figures: [(table: String, areSound: String)] = [
        ("quantity", "id BETWEEN 1 AND \(number)"),
        ("series_meter", "id BETWEEN 1 AND \(meter)"),
        (
            "equipment",
            "meter BETWEEN 1 AND \(meter) AND number BETWEEN 0 AND \(number) AND \(times)"
        ),
        ("missing", "meter BETWEEN 1 AND \(meter) AND \(times)"),
        (
            "rolled_up",
            "position BETWEEN 0 AND \(Row.horizon - 1) AND pruned BETWEEN 0 AND \(Row.horizon - 1)"
        ),
    ]

    private static let number = Int64(Int32.max)
    private static let meter = SeriesKey.meters - 1
    private static let times = ["from_time", "to_time"].map {
        "\($0) BETWEEN \(1 - Row.horizon) AND \(Row.horizon - 1)"
    }.joined(separator: " AND ")

    /// Throws `SQLITE_CORRUPT` where one of these tables holds what was never written.
    func checkFigures() throws {
        for (table, areSound) in Database.figures {
            let sql = "SELECT 1 FROM \(table) WHERE NOT (\(areSound)) LIMIT 1"
            guard try number(sql) == nil else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT,
                    message: "the table \(table) holds a value that was never written")
            }
        }
    }
}
