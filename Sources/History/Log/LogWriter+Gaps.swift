// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

extension LogWriter {
    /// The latest gaps of a meter, newest first.
    mutating func gaps(_ meter: MeterID, limit: Int) -> [TelegramGap] {
        guard let readable else { return [] }
        do throws(StoreFailure) {
            return try readable.access { db in
                try ledger.streams.filter { $0.meter == meter }.flatMap {
                    try db.gaps(of: $0, limit: limit)
                }
                .sorted { $0.to > $1.to }
            }
        } catch {
            if database == nil { stopReading() } else { handle(error) }
            return []
        }
    }
}

extension Database {
    fileprivate func gaps(of stream: TelegramStream, limit: Int) throws -> [TelegramGap] {
        guard let epoch = stream.account.epoch else { return [] }
        let sql = """
            SELECT from_counter, to_counter, from_time, to_time, cause, energy_import, import_decimals, energy_export,
            export_decimals FROM gap WHERE epoch = ? ORDER BY from_counter DESC LIMIT ?
            """
        return try Row.fetchAll(self, sql: sql, arguments: [stream.id, limit]).map { row in
            let first = try row.counter(0)
            return TelegramGap(
                meter: stream.meter, epoch: epoch, counters: first...max(first, try row.counter(1)),
                from: try row.optionalTime(2),
                to: try row.time(3),
                cause: GapCause(rawValue: try row.text(4)) ?? .unknown,
                energy: EnergyRegisters(
                    energyImport: try row.decimal(5), energyExport: try row.decimal(7)))
        }
    }
}

extension Row {
    /// A number whose decimals stand in the next column.
    fileprivate func decimal(_ column: Int) throws -> FixedPoint? {
        guard let mantissa = try optionalInteger(column) else { return nil }
        return FixedPoint(
            mantissa, decimals: UInt8(clamping: Swift.min(18, try optionalInteger(column + 1) ?? 0))
        )
    }
}
