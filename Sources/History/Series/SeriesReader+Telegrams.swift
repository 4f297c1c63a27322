// SPDX-License-Identifier: Apache-2.0
import GRDB
public import Readings

// Telegrams.
extension SeriesReader {
    /// Stored telegrams of a meter behind a place in the log, in the order in which they were
    /// stored, at most `limit` of them; from the first one with place 0.
    ///
    /// A place is good whatever happened meanwhile: counters begin anew with another key and where
    /// an operator let them, and clear telegrams have none, but no place comes twice. With
    /// `counters` only telegrams that have a frame counter, one of these, are given. Of each stream
    /// that is not proved, whose counters are in no order, at most `reach` telegrams are looked at,
    /// so that a page may be short, or empty, and still have a next one.
    public func telegrams(
        _ meter: MeterID, after place: Int64 = 0, counters: ClosedRange<UInt32>? = nil,
        limit: Int = 100, reach: Int = SeriesReader.limit
    ) throws(SeriesError) -> TelegramPage {
        let limit = min(limit, SeriesReader.limit)
        return try read { db in
            var found: [StoredTelegram] = []
            var horizon = Int64.max
            for stream in try db.streams() where stream.meter == meter {
                let stretch = try db.stretch(
                    of: stream, after: place, counters: counters, reach: Int64(reach))
                guard let stretch else { continue }
                horizon = min(horizon, stretch.horizon)
                // One more than wanted tells whether there are more.
                found += try db.telegrams(of: stream, stretch, limit: limit + 1)
            }
            let seen = found.filter { $0.id <= horizon }.sorted { $0.id < $1.id }
            let page = seen.prefix(limit)
            let end = seen.count > limit ? page.last?.id : horizon < .max ? horizon : nil
            return TelegramPage(records: page.map(\.record), next: end)
        }
    }
}
