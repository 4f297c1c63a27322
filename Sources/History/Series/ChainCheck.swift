// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

/// Works out every hash of a meter's chain again and compares its records with the rows that are
/// kept, a page at a time.
struct ChainCheck {
    /// Records read in one transaction.
    static let page = 1_000

    /// Rows that begin before it may have been removed.
    let kept: UTCTime
    let digest: SHA256Digest
    /// The last record that fits.
    private(set) var head: ChainHead?

    init(rowsKeptFrom kept: UTCTime, digest: @escaping SHA256Digest) {
        self.kept = kept
        self.digest = digest
    }

    /// Checks the next records; `nil` while there may be more.
    mutating func next(_ known: SeriesMeter, _ db: Database) throws -> ChainFinding? {
        let numbers = try db.quantityNumbers()
        let kept = max(kept, try db.quarterHoursFrom(known.number))
        let sql =
            "SELECT id, start, text, hash FROM sealed WHERE id > ? AND id < ? ORDER BY id LIMIT ?"
        let records = try Row.fetchCursor(
            db.cachedStatement(sql: sql),
            arguments: [
                SealedKey(known.number, head?.number ?? 0).number,
                SealedKey(known.number + 1, 0).number, ChainCheck.page,
            ])
        var count = 0
        while let row = try records.next() {
            let number = SealedKey(try row.integer(0)).record
            let expected = (head?.number ?? 0) + 1
            guard number == expected else { return .absent(number: expected) }
            guard let record = try? SealedQuarterHour(row, known.meter), fits(record) else {
                let start = (try? row.integer(1)).map(UTCTime.init(milliseconds:))
                return .broken(number: number, start: start)
            }
            switch try db.compare(record, known, numbers) {
            case .same: break
            case .absent where record.start < kept: break
            case .absent: return .rowAbsent(number: number, start: record.start)
            case .other: return .rowDiffers(number: number, start: record.start)
            }
            head = ChainHead(
                meter: known.meter, number: number, start: record.start, hash: record.hash)
            count += 1
        }
        guard count < ChainCheck.page else { return nil }
        guard let row = try db.unsealed(known, after: head, numbers) else { return .whole(head) }
        return .cutOff(after: head, row: row)
    }

    private func fits(_ record: SealedQuarterHour) -> Bool {
        let before = head?.hash ?? SealedQuarterHour.origin
        return record.isOf(record.meter)
            && record.hash == digest(SealedQuarterHour.bytes(record.text, after: before)).hexDigits
    }
}

extension Database {
    /// What is kept of a quarter-hour that was written down for good.
    fileprivate enum KeptRow {
        case same, other, absent
    }

    fileprivate func compare(
        _ record: SealedQuarterHour, _ known: SeriesMeter, _ numbers: QuantityNumbers
    ) throws -> KeptRow {
        let key = SeriesKey(known.number, .quarterHour, record.start).number
        let sql = "SELECT id, minutes, body FROM series WHERE id = ?"
        guard let found = try Row.fetchOne(cachedStatement(sql: sql), arguments: [key]) else {
            return .absent
        }
        guard let row = try? seriesRow(found, known, .quarterHour, numbers) else { return .other }
        if record.says(row) { return .same }
        // Where the clock fell back, telegrams that came later were added to what was written.
        let steps = """
            SELECT 1 FROM missing
            WHERE meter = ? AND to_time < from_time AND to_time <= ? AND from_time > ? LIMIT 1
            """
        let isPassedAgain =
            try number(
                steps,
                [known.number, row.period.end.milliseconds, row.period.start.milliseconds]) != nil
        return isPassedAgain && record.isBeginning(of: row) ? .same : .other
    }

    /// Where the first written quarter-hour with telegrams begins that is after the chain's end;
    /// row and record are written together, so there is none.
    fileprivate func unsealed(
        _ known: SeriesMeter, after head: ChainHead?, _ numbers: QuantityNumbers
    ) throws -> UTCTime? {
        var start = head?.start.later(minutes: 1) ?? UTCTime(seconds: 0)
        while true {
            let rows = try rows(
                known, .quarterHour, from: start, to: SeriesKey.end, limit: ChainCheck.page,
                numbers)
            let proven = rows.first { $0.evidence.authentication != nil }
            guard proven == nil, let last = rows.last else { return proven?.period.start }
            start = last.period.start.later(minutes: 1)
        }
    }
}
