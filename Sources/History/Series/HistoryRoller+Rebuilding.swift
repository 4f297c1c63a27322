// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

extension HistoryRoller {
    /// Rolls up again every telegram that the log still has; the rows come out the same.
    ///
    /// Where the log does not reach back to its beginning, the first telegrams only tell how often
    /// the meter sends; rows are replaced from the first whole minute after them. What is sealed,
    /// sensors and what is older than the log stay as they are.
    public mutating func rebuild() async throws(SeriesError) {
        _ = try await rollUp()
        let (position, rewinds) = try await rewinds()
        guard await log.rewind(rewinds, from: position, reader.calendar) == .written else {
            return
        }
        forget()
        _ = try await rollUp()
    }

    /// Where the roll-up of each meter can begin again, and where it stands.
    private func rewinds() async throws(SeriesError) -> (Int64, [Rewind]) {
        let (position, pruned, meters) = try await reader.offload { (reader) throws(SeriesError) in
            try reader.read { db in
                let numbers = try db.quantityNumbers()
                let meters = try db.seriesMeters().filter { try db.tail($0, numbers).place >= 0 }
                return (try db.rolledUp(), try db.pruned(), meters.map(\.meter))
            }
        }
        guard pruned > 0 else {
            return (position, meters.map { Rewind(meter: $0, tail: RollUpTail()) })
        }
        var scouts = Dictionary(meters.map { ($0, RollUp($0, reader.calendar)) }) { first, _ in
            first
        }
        var found: [Rewind] = []
        var place = pruned
        while !scouts.isEmpty, place < position {
            let after = place
            let page = try await reader.offload { (reader) throws(SeriesError) in
                try reader.read { try $0.telegrams(after: after, limit: HistoryRoller.page) }
            }
            guard let last = page.last else { break }
            place = last
            for telegram in page.telegrams where telegram.id <= position {
                let meter = telegram.record.meter
                guard var scout = scouts[meter] else { continue }
                let before = scout.tail.minute?.period
                scout.take(observation(telegram))
                scouts[meter] = scout
                guard scout.isSettled, let minute = scout.tail.minute, minute.period != before,
                    minute.edges.isEmpty
                else { continue }
                found.append(Rewind(meter: meter, tail: scout.tail))
                scouts[meter] = nil
            }
        }
        return (position, found)
    }
}
