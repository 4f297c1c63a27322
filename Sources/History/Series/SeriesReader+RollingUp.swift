// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

// What the roll-up reads.
extension SeriesReader {
    /// Telegrams that were not rolled up yet.
    struct Unrolled: Sendable {
        /// The database they are in.
        let identity: String
        /// How far the roll-up has come.
        let position: Int64
        let page: LogPage
    }

    /// The next stretch of the log to be rolled up.
    func unrolled(limit: Int) throws(SeriesError) -> Unrolled {
        try read { db in
            let position = try db.rolledUp()
            return Unrolled(
                identity: try db.note("identity") ?? "", position: position,
                page: try db.telegrams(after: position, limit: limit))
        }
    }

    /// The roll-ups of some meters as they go on from what is written; of all if the database is not
    /// the known one.
    func rollUps(_ missing: [MeterID], all: [MeterID], unless known: String?)
        throws(SeriesError) -> ([MeterID: RollUp], String)
    {
        try read { db in
            let identity = try db.note("identity") ?? ""
            var found: [MeterID: RollUp] = [:]
            for meter in identity == known ? missing : all {
                found[meter] =
                    try db.seriesMeter(meter).map { try db.rollUp($0, self.calendar) }
                    ?? RollUp(meter, self.calendar)
            }
            return (found, identity)
        }
    }
}
