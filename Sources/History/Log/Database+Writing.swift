// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

import struct Foundation.Data

// The statements that write, each prepared once.
extension Database {
    /// Writes a stream that is new.
    func insert(_ stream: TelegramStream) throws {
        let account = stream.account
        try run(
            "INSERT INTO epoch VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                stream.id, stream.meter.text, stream.title, stream.fingerprint, stream.generation,
                account.first.map { Int64($0) }, account.last.map { Int64($0) },
                Int64(account.stored),
                Int64(account.missedWhileOn), Int64(account.missedWhileOff),
            ])
    }

    /// Writes a telegram, with its stream if that is new and the gap it ends.
    ///
    /// The account of a new stream is written empty: the rows are what counts until the next
    /// checkpoint.
    func insert(_ row: PlannedRow) throws {
        if let stream = row.newStream {
            try insert(
                TelegramStream(
                    id: stream.id, meter: stream.meter, title: stream.title,
                    fingerprint: stream.fingerprint,
                    generation: stream.generation))
        }
        if let gap = row.gap { try insert(gap, stream: row.stream) }
        let record = row.record
        let isSequence = record.origin.epoch == nil
        try run(
            "INSERT INTO telegram VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                row.id, row.stream, row.counter, record.meterTime?.milliseconds,
                record.received.milliseconds,
                RecordFlags(record).bits,
                isSequence ? record.origin.frameCounter.map { Int64($0) } : nil,
                record.registers.energyImport?.mantissa, record.registers.energyExport?.mantissa,
                Data(record.body), record.origin.claimedTitle,
            ])
    }

    private func insert(_ gap: TelegramGap, stream: Int64) throws {
        let energyImport = gap.energy.energyImport
        let energyExport = gap.energy.energyExport
        try run(
            "INSERT INTO gap VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                stream, Int64(gap.counters.lowerBound), Int64(gap.counters.upperBound),
                gap.from?.milliseconds,
                gap.to.milliseconds, gap.cause.rawValue, energyImport?.mantissa,
                (energyImport?.decimals).map { Int64($0) },
                energyExport?.mantissa, (energyExport?.decimals).map { Int64($0) },
            ])
    }

    /// Writes the accounts and cursors.
    func write(_ checkpoint: LogCheckpoint) throws {
        for stream in checkpoint.streams {
            let account = stream.account
            try run(
                "UPDATE epoch SET first = ?, last = ?, stored = ?, missed_on = ?, missed_off = ? WHERE id = ? AND last IS NOT ?",
                [
                    account.first.map { Int64($0) }, account.last.map { Int64($0) },
                    Int64(account.stored),
                    Int64(account.missedWhileOn), Int64(account.missedWhileOff), stream.id,
                    account.last.map { Int64($0) },
                ])
        }
        for cursor in checkpoint.cursors {
            try run(
                """
                INSERT INTO cursor VALUES(?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET position = excluded.position WHERE position IS NOT excluded.position
                """,
                [cursor.sink, cursor.stream, cursor.counter])
        }
    }

    /// Runs a statement that is prepared once and kept.
    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(arguments))
    }
}

extension TelegramOrigin {
    /// The title of a telegram that nothing proves, the empty text if it has none; a proved one stands
    /// with its stream.
    fileprivate var claimedTitle: String? {
        if case .unverified(let title, _) = self { return title ?? "" }
        return nil
    }
}
