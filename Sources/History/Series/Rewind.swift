// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import Series

import struct Foundation.Data

/// From where the roll-up of a meter is to be done again.
struct Rewind: Sendable {
    let meter: MeterID
    /// Where it stood then; that of a meter never heard of to do everything again.
    let tail: RollUpTail
}

extension Database {
    /// Removes what the roll-up wrote after some points, so that it goes on from there; `false`, and
    /// nothing removed, if it is not where it should be.
    ///
    /// What was sealed stays as it was, and so does a meter whose clock fell back from a later month
    /// or the same: its rows are made of telegrams from before and after that.
    func rewind(_ rewinds: [Rewind], from position: Int64, _ calendar: PeriodCalendar) throws
        -> Bool
    {
        guard try rolledUp() == position else { return false }
        var numbers = try quantityNumbers()
        var place = position
        for rewind in rewinds {
            guard let known = try seriesMeter(rewind.meter),
                try canRewind(known, rewind.tail, calendar)
            else { continue }
            var tail = rewind.tail
            place = min(place, max(0, tail.place))
            for resolution in Resolution.allCases {
                let keys = SeriesKey.all(known.number, resolution)
                let first = tail.minute.map {
                    let period = calendar.period(resolution, at: $0.period.start)
                    return SeriesKey(known.number, resolution, period.start).number
                }
                try run(
                    "DELETE FROM series WHERE id BETWEEN ? AND ?",
                    [first ?? keys.lowerBound, keys.upperBound])
            }
            let last = tail.time?.milliseconds ?? .min
            try run(
                "DELETE FROM missing WHERE meter = ? AND to_time > ?", [known.number, last])
            try run(
                "DELETE FROM equipment WHERE meter = ? AND from_time > ?", [known.number, last])
            try run(
                """
                UPDATE equipment SET is_closed = 0, to_time = from_time, closing = opening
                WHERE meter = ?1 AND number = (SELECT max(number) FROM equipment WHERE meter = ?1)
                """, [known.number])
            tail.epoch = try writtenEpochs(known, numbers).last
            _ = try save(tail, of: rewind.meter, &numbers)
        }
        for (number, name) in numbers.added {
            try run("INSERT INTO quantity VALUES(?, ?)", [Int64(number), name])
        }
        try setRolledUp(place)
        return true
    }

    private func canRewind(
        _ known: SeriesMeter, _ tail: RollUpTail, _ calendar: PeriodCalendar
    ) throws -> Bool {
        let lastStep = "SELECT max(from_time) FROM missing WHERE meter = ? AND to_time < from_time"
        guard let time = tail.time, let step = try self.time(lastStep, [known.number]) else {
            return true
        }
        return calendar.period(.month, at: step).end <= time
    }

    /// The greatest place in the log from which telegrams were removed since the roll-up began.
    func pruned() throws -> Int64 { try place("SELECT pruned FROM rolled_up") ?? 0 }
}
