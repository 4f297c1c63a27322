// SPDX-License-Identifier: Apache-2.0
import GRDB
public import Readings
public import Series

// What is beside the rows.
extension SeriesReader {
    /// Silences of a meter that end after one moment and begin before another, in order.
    public func gaps(
        _ meter: MeterID, from start: UTCTime, to end: UTCTime, limit: Int = SeriesReader.limit
    ) throws(SeriesError) -> [MissingEnergy] {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return [] }
            return try db.missing(
                known, from: start, to: end, limit: min(limit, SeriesReader.limit))
        }
    }

    /// The meters that had this name, in order; the last one is in place.
    public func epochs(_ meter: MeterID) throws(SeriesError) -> [EquipmentEpoch] {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return [] }
            return try db.epochs(known)
        }
    }

    /// Events of a meter, or of all, newest first.
    public func events(_ meter: MeterID? = nil, limit: Int = 100) throws(SeriesError)
        -> [RecordedEvent]
    {
        try read { db in try db.events(meter, limit: min(limit, SeriesReader.limit)) }
    }

    /// Whether anything was written down for good under a name.
    public func hasChain(_ meter: MeterID) throws(SeriesError) -> Bool {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return false }
            return try db.number(
                "SELECT 1 FROM sealed WHERE id > ? AND id < ? LIMIT 1",
                [
                    SealedKey(known.number, 0).number, SealedKey(known.number + 1, 0).number,
                ]) != nil
        }
    }

    /// The record of a number in a meter's chain; `nil` when it is not there or cannot be read.
    public func sealed(_ meter: MeterID, number: Int64) throws(SeriesError) -> SealedQuarterHour? {
        try read { db in
            guard let known = try db.seriesMeter(meter) else { return nil }
            let sql = "SELECT id, start, text, hash FROM sealed WHERE id = ?"
            let row = try Row.fetchOne(
                db, sql: sql, arguments: [SealedKey(known.number, number).number])
            return row.flatMap { try? SealedQuarterHour($0, meter) }
        }
    }

    /// The end of a meter's chain; `nil` when nothing was sealed yet.
    public func chainHead(_ meter: MeterID) throws(SeriesError) -> ChainHead? {
        try read { db in
            guard let known = try db.seriesMeter(meter),
                let last = try db.lastSealed(known)
            else { return nil }
            return ChainHead(
                meter: meter, number: last.number, start: last.start, hash: last.hash)
        }
    }

    /// Works out every hash of a meter's chain again, a page at a time.
    ///
    /// `digest` is SHA-256. Records are compared with their hashes and numbers and with the
    /// quarter-hours that are kept, and the end of the chain with the last of them; whether the head
    /// is the one that was published, the caller can tell. Rows that begin before `kept` may be gone.
    public func verifyChain(
        _ meter: MeterID, rowsKeptFrom kept: UTCTime = UTCTime(seconds: 0),
        digest: @escaping SHA256Digest
    ) throws(SeriesError) -> ChainFinding {
        var check = ChainCheck(rowsKeptFrom: kept, digest: digest)
        while true {
            let finding = try read { db -> ChainFinding? in
                guard let known = try db.seriesMeter(meter) else { return .whole(nil) }
                return try check.next(known, db)
            }
            if let finding { return finding }
        }
    }

    /// How many records belong to no meter that is known: the gateway never writes such a one.
    public func strayRecords() throws(SeriesError) -> Int {
        try read { db in
            try Int(
                db.number(
                    """
                    SELECT count(*) FROM sealed
                    WHERE (id >> 40) NOT IN (SELECT id FROM series_meter)
                    """) ?? 0)
        }
    }
}
