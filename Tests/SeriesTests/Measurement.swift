// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Readings
import Series
import TestSupport

@testable import History

/// Sizes and times on the history of a year, printed for `docs/history.md`.
struct Measurement {
    private let history: TestedHistory
    private let meter: MeterID
    private let from: UTCTime

    init(_ history: TestedHistory, _ meter: MeterID, _ from: UTCTime) {
        self.history = history
        self.meter = meter
        self.from = from
    }

    func report() async throws {
        for resolution in Resolution.allCases {
            let rank = Int64(resolution.rank)
            let rows = "FROM series WHERE (id >> 37) & 7 = \(rank)"
            let count = await history.number("SELECT count(*) \(rows)") ?? 0
            let bytes = await history.number("SELECT sum(length(body)) \(rows)") ?? 0
            print("M \(resolution.rawValue): \(count) rows, \(bytes) bytes of bodies in all meters")
        }
        let sealed =
            await history.number("SELECT sum(length(text) + length(hash)) FROM sealed") ?? 0
        print("M sealed: \(sealed) bytes of text")
        for table in ["series", "sealed", "telegram", "missing", "event"] {
            let pages = await history.number("SELECT count(*) FROM dbstat WHERE name = '\(table)'")
            print("M \(table): \(pages ?? -1) pages of 1 KiB")
        }
        let year = from.plus(365 * 86_400)
        try time("a year by day") {
            try history.reader.rows(meter, .day, from: from, to: year).count
        }
        try time("a day by minute") {
            let day = history.reader.calendar.day(year: 2026, month: 12, day: 20)
            return try history.reader.rows(meter, .minute, from: day.start, to: day.end).count
        }
        try time("a month by quarter-hour") {
            let month = history.reader.calendar.month(year: 2026, month: 7)
            return try history.reader.rows(
                meter, .quarterHour, from: month.start, to: month.end
            ).count
        }
        let before = ProcessFigures(of: getpid()).resident
        try time("a year of quarter-hours, streamed") {
            var count = 0
            var pages = history.reader.pages(meter, .quarterHour, from: from, to: year)
            while let page = try pages.next() { count += page.count }
            return count
        }
        print(
            "M resident memory: \(before) kB before the streaming, \(ProcessFigures(of: getpid()).resident) kB after"
        )
    }

    private func time(_ what: String, _ body: () throws -> Int) rethrows {
        var best = Duration.seconds(1_000)
        var count = 0
        for _ in 0..<5 {
            let start = ContinuousClock.now
            count = try body()
            best = min(best, ContinuousClock.now - start)
        }
        print("M \(what): \(count) rows in \(best)")
    }
}
