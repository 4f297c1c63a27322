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
        let questionTime = questionTime
        return try await ask { reader throws(HistoryFault) in
            // The time that others took before it is not this question's.
            let deadline = ContinuousClock.now + questionTime
            let answer = try SeriesAnswer(question, reader, deadline: deadline)
            try answer.check(question, reader)
            var json = JSONWriter()
            answer.write(to: &json, for: question, now: .now())
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

    /// The meters that had a name; `latest` tells of one that the history does not know yet.
    func epochs(_ id: MeterID, _ latest: LatestReadings?) async throws(HistoryFault) -> [UInt8] {
        var epochs = try await read { reader throws(SeriesError) in try reader.epochs(id) }
        // What nothing proves, the history may not believe either.
        if let latest, latest.authentication == "verified", let equipment = latest.equipment,
            let known = epochs.last?.equipment, equipment != known
        {
            epochs[epochs.count - 1].isClosed = true
        }
        return write { [epochs] json in
            json.array("epochs") { json in
                for epoch in epochs.reversed() { epoch.write(to: &json) }
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

    func telegrams(_ question: TelegramQuestion) async throws(HistoryFault) -> [UInt8] {
        let page = try await read { reader throws(SeriesError) in
            try reader.telegrams(
                question.id, after: question.place, counters: question.counters,
                limit: question.limit)
        }
        return write { json in
            json.array("telegrams") { json in
                for record in page.records { json.json(source.message(record)) }
            }
            json.fieldOrNull("next", page.next)
        }
    }

    /// An export, before its first piece: the table that `meter-gateway export` writes.
    func export(_ question: SeriesQuestion) async throws(HistoryFault) -> ExportPieces {
        try await read { reader throws(SeriesError) in
            // A stretch that ends before everything has no rows.
            let (from, to) =
                question.isEmpty
                ? (UTCTime(seconds: 0), UTCTime(seconds: 0)) : (question.from, question.to)
            return try SeriesExport(reader, question.id, question.resolution, from: from, to: to)
                .pieces(.csv)
        }
    }

    /// The next piece of an export; `nil` at the end.
    func next(_ pieces: ExportPieces) async throws(HistoryFault) -> ([UInt8]?, ExportPieces) {
        try await read { _ throws(SeriesError) in
            var pieces = pieces
            let bytes = try pieces.next()
            return (bytes, pieces)
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
