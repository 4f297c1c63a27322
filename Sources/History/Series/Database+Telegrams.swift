// SPDX-License-Identifier: Apache-2.0
import GRDB

// Telegrams by their place in the log.
extension Database {
    /// What to look at of a stream for telegrams behind a place; `nil` if there is nothing.
    func stretch(
        of stream: TelegramStream, after place: Int64, counters: ClosedRange<UInt32>?, reach: Int64
    ) throws -> TelegramStretch? {
        // From the first one that is there: what retention removed is not looked at again and again.
        let before = try number(of: stream, upTo: place)
        guard let first = try row(of: stream, from: before + 1)?.number else { return nil }
        let last = Int64(UInt32.max)
        guard let counters else {
            return TelegramStretch(numbers: first...last, headCounters: nil, horizon: .max)
        }
        guard stream.account.epoch == nil else {
            let lowest = max(first, Int64(counters.lowerBound))
            let highest = Int64(counters.upperBound)
            guard lowest <= highest else { return nil }
            return TelegramStretch(numbers: lowest...highest, headCounters: nil, horizon: .max)
        }
        let end = min(first + reach - 1, last)
        let beyond = try row(of: stream, from: end + 1)
        return TelegramStretch(
            numbers: first...end, headCounters: counters,
            horizon: beyond.map { $0.id - 1 } ?? .max)
    }

    /// The first telegrams of a stretch, in order.
    func telegrams(of stream: TelegramStream, _ stretch: TelegramStretch, limit: Int) throws
        -> [StoredTelegram]
    {
        let heads = stretch.headCounters.map { Int64($0.lowerBound)...Int64($0.upperBound) }
        let statement = try cachedStatement(
            sql: """
                SELECT \(try telegramColumns()) FROM telegram WHERE epoch = ?1 AND counter BETWEEN ?2 AND ?3
                AND (?4 IS NULL OR frame_counter BETWEEN ?4 AND ?5) ORDER BY counter LIMIT ?6
                """)
        let arguments: StatementArguments = [
            stream.id, stretch.numbers.lowerBound, stretch.numbers.upperBound,
            heads?.lowerBound, heads?.upperBound, limit,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map {
            try StoredTelegram($0, stream)
        }
    }

    /// The number of the last telegram of a stream up to a place in the log; -1 if there is none.
    ///
    /// In a stream numbers rise with places, so that halving finds it in 33 looks at the index.
    private func number(of stream: TelegramStream, upTo place: Int64) throws -> Int64 {
        var below: Int64 = -1
        var above = Int64(UInt32.max) + 1
        guard let first = try row(of: stream, from: 0), first.id <= place else { return below }
        while above - below > 1 {
            let middle = below + (above - below) / 2
            if let row = try row(of: stream, from: middle), row.id <= place {
                below = row.number
            } else {
                above = middle
            }
        }
        return below
    }

    /// The first telegram of a stream from a number on.
    private func row(of stream: TelegramStream, from number: Int64) throws -> (
        id: Int64, number: Int64
    )? {
        let statement = try cachedStatement(
            sql: """
                SELECT id, counter FROM telegram WHERE epoch = ? AND counter >= ?
                ORDER BY counter LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [stream.id, number]).map {
            (id: try $0.number(0), number: Int64(try $0.counter(1)))
        }
    }
}
