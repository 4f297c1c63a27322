// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Locking
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct SeriesReaderTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    private func telegram(_ counter: UInt32, _ seconds: Int64) -> TelegramRecord {
        .small(
            meter, counter, at: start.plus(seconds), [("energy_import_kwh", Int64(counter))])
    }

    /// All pages of the telegrams with such counters, fewer than `most`; a hundred telegrams are
    /// looked at for each.
    private func pages(
        _ history: TestedHistory, counters: ClosedRange<UInt32>, limit: Int, most: Int
    ) throws -> [[TelegramRecord]] {
        var pages: [[TelegramRecord]] = []
        var place: Int64? = 0
        while let after = place {
            let page = try history.reader.telegrams(
                meter, after: after, counters: counters, limit: limit, reach: 100)
            pages.append(page.records)
            place = page.next
            try #require(pages.count < most)
        }
        return pages
    }

    @Test
    func `periods without a telegram come as missing, none before the first or after the last`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store((1...60).map { telegram($0, Int64($0) * 10) })
        await history.store((61...70).map { telegram($0, 7_200 + Int64($0) * 10) })
        var roller = history.roller()
        _ = try await roller.rollUp()
        let rows = try history.reader.rows(
            meter, .quarterHour, from: start.plus(-86_400), to: start.plus(86_400))
        #expect(
            rows.map(\.quality) == [
                .partial, .missing, .missing, .missing, .missing, .missing, .missing, .missing,
                .partial,
            ])
        #expect(rows.first?.period.start == start)
        for (row, next) in zip(rows, rows.dropFirst()) {
            #expect(row.period.end == next.period.start)
        }
        #expect(
            try history.reader.rows(
                meter, .quarterHour, from: start, to: start.plus(7_200), limit: 3
            ).count == 3)
        #expect(try history.reader.reach(meter, .hour)?.end == start.plus(3 * 3_600))
        #expect(try history.reader.row(meter, .hour, at: start.plus(-1)) == nil)
        #expect(try history.reader.meters() == [meter])
        await history.log.stop()
    }

    @Test func `pages join without a hole, whatever is missing between them`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        // Ten minutes on, then a stretch of 700 without, then 1,200 on.
        await history.store((1...60).map { telegram($0, Int64($0) * 10) })
        await history.store((61...7_260).map { telegram($0, 42_000 + Int64($0) * 10) })
        var roller = history.roller()
        _ = try await roller.rollUp()
        var pages = history.reader.pages(meter, .minute, from: start, to: start.plus(86_400 * 2))
        var rows: [SeriesRow] = []
        while let page = try pages.next() {
            #expect(page.count <= SeriesPages.size)
            rows += page
        }
        #expect(rows.count == 10 + 700 + 1_200)
        for (row, next) in zip(rows, rows.dropFirst()) {
            #expect(row.period.end == next.period.start)
        }
        #expect(rows.reduce(0) { $0 + $1.telegrams } == 7_260)
        await history.log.stop()
    }

    @Test func `ten years of hours are read without asking each time how far they reach`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store((1...1_080).map { telegram($0, Int64($0) * 10) })
        var roller = history.roller()
        _ = try await roller.rollUp()
        // Every hour before like the last whole one.
        let count: Int64 = 10 * 365 * 24
        await history.execute(
            """
            WITH RECURSIVE past(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM past WHERE n < \(count))
            INSERT OR IGNORE INTO series SELECT id - 60 * n, minutes, body FROM past JOIN
                (SELECT * FROM series WHERE minutes = 60 ORDER BY id DESC LIMIT 1)
            """)
        let statements = Mutex(0)
        try history.reader.read { db in
            db.trace { _ in statements.withLock { $0 += 1 } }
        }
        var pages = history.reader.pages(
            meter, .hour, from: start.plus(-count * 3_600), to: start.plus(86_400))
        var rows = 0
        var counts: [Int] = []
        while let page = try pages.next() {
            rows += page.count
            counts.append(statements.withLock { $0 })
        }
        #expect(rows == Int(count) + 2)
        let steps = zip(counts.dropFirst(), counts).map { $0 - $1 }
        #expect(counts.count == 176)
        // A transaction, the meter, the names, the rows.
        #expect(steps.allSatisfy { $0 <= 8 })
        await history.log.stop()
    }

    @Test func `telegrams are found by their counters`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store((1...60).map { telegram($0, Int64($0) * 10) })
        let found = try history.reader.telegrams(meter, counters: 20...29).records
        #expect(found.map(\.origin.frameCounter) == (20...29).map { UInt32($0) })
        #expect(try history.reader.telegrams(meter, counters: 20...29, limit: 3).records.count == 3)
        let stranger = try MeterID.named("flat-9")
        #expect(
            try history.reader.rows(stranger, .day, from: start, to: start.plus(86_400)).isEmpty)
        await history.log.stop()
    }

    @Test func `unproved telegrams are found by the counters of their heads, among many others`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        // Whoever made them up counts as they like: 50 of them have the counter 7.
        await history.store(
            (1...500).map { number in
                var record = telegram(1, Int64(number))
                record.origin = .unverified(
                    title: "5341470000000001", frameCounter: number % 10 == 0 ? 7 : UInt32(number))
                return record
            })
        let pages = try pages(history, counters: 7...7, limit: 8, most: 100)
        // Of a hundred that are looked at ten are wanted, of the first hundred one more.
        #expect(pages.joined().map(\.origin.frameCounter) == [UInt32?](repeating: 7, count: 51))
        #expect(pages.allSatisfy { $0.count <= 8 })
        await history.log.stop()
    }

    @Test func `pages go on behind what retention removed, and to verified telegrams beside it`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(
            (1...300).map { number in
                var record = telegram(1, Int64(number))
                record.origin = .unverified(title: "5341470000000001", frameCounter: UInt32(number))
                return record
            })
        await history.store((1...5).map { telegram($0, 400 + Int64($0)) })
        await history.execute("DELETE FROM telegram WHERE id <= 250")
        let found = try pages(history, counters: 1...1_000, limit: 20, most: 10).joined()
        #expect(
            found.map(\.origin.frameCounter) == (251...300).map { $0 } + (1...5).map { $0 })
        await history.log.stop()
    }

    @Test func `the reader cannot write, and says when there is nothing to read`() async throws {
        let folder = try TemporaryFolder()
        let calendar = try PeriodCalendar.luxembourg()
        let early = SeriesReader(directory: folder.path, calendar: calendar)
        #expect(throws: SeriesError.noDatabase(directory: folder.path)) { try early.meters() }
        let history = try await TestedHistory(folder.path, now: start)
        #expect(try early.meters().isEmpty)
        #expect(throws: SeriesError.self) {
            try early.read { try $0.run("DELETE FROM series", []) }
        }
        await history.log.stop()
    }

    @Test func `a reader finds the database that took the place of another`() async throws {
        let folder = try TemporaryFolder()
        let first = try await TestedHistory(folder.path, now: start)
        await first.store([telegram(1, 10)])
        var roller = first.roller()
        _ = try await roller.rollUp()
        #expect(try first.reader.meters() == [meter])
        await first.log.stop()
        for name in folder.names where name.hasPrefix("telegrams.db") {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        let second = try await TestedHistory(folder.path, now: start)
        #expect(try first.reader.meters().isEmpty)
        await second.log.stop()
    }

    @Test func `the epoch in place ends with the latest telegram`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store((1...60).map { telegram($0, Int64($0) * 10) })
        var roller = history.roller()
        _ = try await roller.rollUp()
        let epochs = try history.reader.epochs(meter)
        #expect(epochs.map(\.equipment) == ["5341470000000001"])
        #expect(epochs.first?.from == start.plus(10))
        #expect(epochs.first?.to == start.plus(600))
        #expect(epochs.first?.opening["energy_import_kwh"] == .wattHours(1))
        #expect(epochs.first?.closing["energy_import_kwh"] == .wattHours(60))
        await history.log.stop()
    }
}
