// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Readings
import Series
import TestSupport
import Testing

@testable import History

/// A clock that was ahead falls back, over periods that have their rows.
@Suite struct ClockStepTests: SeriesBench {
    let meter: MeterID
    let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-03-30T09:00:05Z"))
    }

    /// Three days, two hours of which are said to be two days later, a jump over a day and on.
    private var steps: [TelegramRecord] {
        telegrams(0..<864) + telegrams(864..<888, ahead: -2 * 86_400)
            + telegrams(888..<1_800, ahead: -86_400)
    }

    private func roll(
        _ history: TestedHistory, _ records: [TelegramRecord], _ piece: Int, restarts: Bool
    ) async throws {
        var roller = history.roller()
        for begin in stride(from: 0, to: records.count, by: piece) {
            await history.store(Array(records[begin..<min(begin + piece, records.count)]))
            if restarts { roller = history.roller() }
            _ = try await roller.rollUp()
        }
    }

    @Test func `a row is never replaced by a poorer one when the clock falls back`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(10 * 86_400))
        var roller = history.roller()
        await history.store(telegrams(0..<864))
        _ = try await roller.rollUp()
        let before = try history.everything(meter)
        await history.store(telegrams(864..<888, ahead: -2 * 86_400))
        _ = try await roller.rollUp()
        let after = try history.everything(meter)
        for old in before.rows where old.telegrams > 0 {
            let new = try #require(after.rows.first { $0.period == old.period })
            #expect(new.telegrams >= old.telegrams, "\(old.period)")
        }
        for resolution in Resolution.allCases {
            let rows = after.rows.filter { $0.period.resolution == resolution }
            #expect(rows.reduce(0) { $0 + $1.telegrams } == 888, "\(resolution)")
            #expect(rows.map(\.period.start) == rows.map(\.period.start).sorted())
            #expect(Set(rows.map(\.period)).count == rows.count)
        }
        await history.log.stop()
    }

    @Test func `steps of the clock change no sum, at any resolution`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(10 * 86_400))
        try await roll(history, steps, 1_800, restarts: false)
        try expect(1_800, in: history)
        let contents = try history.everything(meter)
        // Rows that were added to since they were written down are no fault, poorer ones are.
        #expect(try history.reader.verifyChain(meter, digest: SHA256.digest).isWhole)
        let added = try #require(
            contents.rows.first {
                let sealed = SealedQuarterHour.text($0)
                return $0.period.resolution == .quarterHour && $0.telegrams > 3
                    && !contents.sealed.map(\.text).contains(sealed)
            })
        let key = SeriesKey(1, .quarterHour, added.period.start).number
        await history.execute(
            "UPDATE series SET body = (SELECT body FROM series WHERE id < \(key)"
                + " ORDER BY id DESC LIMIT 1) WHERE id = \(key)")
        let record = try #require(contents.sealed.first { $0.start == added.period.start })
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest)
                == .rowDiffers(number: record.number, start: record.start))
        await history.log.stop()
    }

    @Test(arguments: [288, 37, 865])
    func `steps of the clock give the same rows over restarts and when done again`(piece: Int)
        async throws
    {
        let one = try TemporaryFolder()
        let other = try TemporaryFolder()
        let whole = try await TestedHistory(one.path, now: start.plus(10 * 86_400))
        try await roll(whole, steps, 1_800, restarts: false)
        let pieces = try await TestedHistory(other.path, now: start.plus(10 * 86_400))
        try await roll(pieces, steps, piece, restarts: true)
        let expected = try whole.everything(meter)
        #expect(try pieces.everything(meter).rows == expected.rows)
        #expect(try pieces.everything(meter) == expected)
        var roller = pieces.roller()
        try await roller.rebuild()
        #expect(try pieces.everything(meter) == expected)
        await pieces.log.stop()
        await whole.log.stop()
    }

    @Test func `what is left of the log is not rolled up again across a step of the clock`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start.plus(10 * 86_400))
        try await roll(history, steps, 1_800, restarts: false)
        let before = try history.everything(meter)
        await history.execute(
            "DELETE FROM telegram WHERE id <= 100; UPDATE rolled_up SET pruned = 100")
        var roller = history.roller()
        try await roller.rebuild()
        #expect(try history.everything(meter) == before)
        await history.log.stop()
    }
}
