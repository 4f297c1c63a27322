// SPDX-License-Identifier: Apache-2.0
import Readings

extension LogWriter {
    /// The telegram of each meter that was committed last, as far as it can be read.
    mutating func latestTelegrams() -> [TelegramRecord] {
        guard let readable else { return [] }
        var latest: [MeterID: TelegramStream] = [:]
        for stream in ledger.streams where stream.lastRow > latest[stream.meter]?.lastRow ?? 0 {
            latest[stream.meter] = stream
        }
        do throws(StoreFailure) {
            return try readable.access { db in
                try latest.values.flatMap { stream in
                    let last = Int64(stream.account.last ?? 0)
                    return try db.telegrams(of: stream, above: last - 1, limit: 1).map(\.record)
                }
            }
        } catch {
            if database == nil { stopReading() } else { handle(error) }
            return []
        }
    }
}
