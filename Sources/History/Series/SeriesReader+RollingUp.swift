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
        let telegrams: [StoredTelegram]
    }

    /// The next telegrams to be rolled up, in the order in which they were stored.
    func unrolled(limit: Int) throws(SeriesError) -> Unrolled {
        try read { db in
            let position = try db.rolledUp()
            return Unrolled(
                identity: try db.note("identity") ?? "", position: position,
                telegrams: try db.telegrams(after: position, limit: limit))
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

extension Database {
    /// Telegrams of all meters after a place in the log, in order.
    func telegrams(after place: Int64, limit: Int) throws -> [StoredTelegram] {
        let sql = """
            SELECT id, epoch, counter, meter_time, rx_time, flags, frame_counter, energy_import,
            energy_export, body FROM telegram WHERE id > ? ORDER BY id LIMIT ?
            """
        let rows = try Row.fetchAll(cachedStatement(sql: sql), arguments: [place, limit])
        guard !rows.isEmpty else { return [] }
        let streams = Dictionary(try streams().map { ($0.id, $0) }) { first, _ in first }
        return try rows.compactMap { row in
            try streams[row.integer(1)].map { try StoredTelegram(row, $0) }
        }
    }
}
