// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import Series

/// Where answers about the past come from: the store, read by a connection of its own.
struct Past: Sendable {
    /// The most silences of an answer.
    private static let gapLimit = 1_000

    let reader: SeriesReader
    let source: any WebSource
    let questionTime: Duration

    func series(_ question: SeriesQuestion) async throws(HistoryFault) -> [UInt8] {
        let deadline = ContinuousClock.now + questionTime
        return try await ask { reader throws(HistoryFault) in
            let answer = try SeriesAnswer(question, reader, deadline: deadline)
            var json = JSONWriter()
            answer.write(to: &json, for: question)
            return json.bytes
        }
    }

    func gaps(_ id: MeterID, from: UTCTime, to: UTCTime) async throws(HistoryFault) -> [UInt8] {
        let gaps = try await read { reader throws(SeriesError) in
            // The newest count where there are too many.
            from < to ? try reader.gaps(id, from: from, to: to).suffix(Past.gapLimit) : []
        }
        return write { json in
            json.array("gaps") { json in
                for gap in gaps.reversed() { gap.write(to: &json) }
            }
        }
    }

    func events(_ id: MeterID, limit: Int) async throws(HistoryFault) -> [UInt8] {
        let events = try await read { reader throws(SeriesError) in
            try reader.events(id, limit: limit)
        }
        return write { json in
            json.array("events") { json in
                for event in events { event.write(to: &json) }
            }
        }
    }

    func telegrams(_ id: MeterID, from: UInt32, to: UInt32, limit: Int)
        async throws(HistoryFault) -> [UInt8]
    {
        // One more than wanted tells whether there are more.
        let records = try await read { reader throws(SeriesError) in
            from <= to ? try reader.telegrams(id, counters: from...to, limit: limit + 1) : []
        }
        return write { json in
            json.array("telegrams") { json in
                for record in records.prefix(limit) { json.json(source.message(record)) }
            }
            json.fieldOrNull(
                "next_from_counter",
                records.count > limit ? records[limit].origin.frameCounter : nil)
        }
    }

    /// The pages of an export and what its columns are.
    func export(_ question: SeriesQuestion) async throws(HistoryFault) -> (SeriesPages, SeriesCSV) {
        try await read { reader throws(SeriesError) in
            // A stretch that ends before everything has no rows.
            let (from, to) =
                question.isEmpty
                ? (UTCTime(seconds: 0), UTCTime(seconds: 0)) : (question.from, question.to)
            let pages = reader.pages(question.id, question.resolution, from: from, to: to)
            // What there is in all, by months: a few rows for years.
            let months = try reader.rows(question.id, .month, from: from, to: to)
            return (pages, SeriesCSV(months))
        }
    }

    /// The next page of an export.
    func next(_ pages: SeriesPages) async throws(HistoryFault) -> ([SeriesRow]?, SeriesPages) {
        try await read { _ throws(SeriesError) in
            var pages = pages
            let rows = try pages.next()
            return (rows, pages)
        }
    }

    private func write(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(body)
        return json.bytes
    }

    private func read<Result: Sendable>(
        _ body: @escaping @Sendable (SeriesReader) throws(SeriesError) -> Result
    ) async throws(HistoryFault) -> Result {
        do { return try await reader.offload(body) } catch { throw .store(error) }
    }

    /// Like ``read(_:)`` for questions that have faults of their own.
    private func ask<Answer: Sendable>(
        _ body: @escaping @Sendable (SeriesReader) throws(HistoryFault) -> Answer
    ) async throws(HistoryFault) -> Answer {
        let result = try await read { reader throws(SeriesError) in
            Swift.Result<Answer, HistoryFault> { () throws(HistoryFault) in try body(reader) }
        }
        return try result.get()
    }
}
