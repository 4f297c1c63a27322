// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series
import TestSupport
import Testing

@testable import Reports

/// Pictures drawn by the real gnuplot.
///
/// With REPORTS_GALLERY set to a folder, each is left there to
/// be looked at.
struct PictureTests {
    /// Draws, checks that it is a picture of this size, and shows it if somebody wants to look.
    private func check(_ png: Data, _ name: String, width: UInt32 = 1_200, height: UInt32 = 720)
        throws
    {
        #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        let size = png.dropFirst(16).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(size == UInt64(width) << 32 | UInt64(height))
        if let gallery = ProcessInfo.processInfo.environment["REPORTS_GALLERY"] {
            try png.write(to: URL(filePath: gallery).appending(path: name))
        }
    }

    private func picture(
        _ house: Household, _ day: Period, name: String = "Flat 1, ground floor",
        silences: [Range<Int>] = [], gaps: [MissingEnergy] = [], hasSun: Bool = true,
        hasTank: Bool = true, language: Language = .english, now: UTCTime? = nil
    ) -> DayPicture {
        let rows = house.minutes(of: day, silences: silences, hasSun: hasSun)
            .filter { $0.period.end <= now ?? day.end }
        let level = LevelCurve(
            name: "Rainwater tank", quantity: .sensor("volume_l"),
            rows: house.tank(on: day).filter { $0.period.end <= now ?? day.end },
            capacity: FixedPoint(10_443))
        return DayPicture(
            name: name, calendar: house.calendar, day: day, rows: rows,
            total: house.total(day, of: rows), gaps: gaps, levels: hasTank ? [level] : [],
            language: language, now: now ?? day.end)
    }

    @Test(arguments: Language.allCases)
    func `a day of sun with a silence is drawn in each language`(_ language: Language) throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let gap = MissingEnergy(
            meter: house.meter, from: UTCTime(seconds: day.start.seconds + 582 * 60),
            to: UTCTime(seconds: day.start.seconds + 672 * 60),
            amounts: [
                RegisterAmount(name: "energy_import_kwh", value: FixedPoint(231, decimals: 3)),
                RegisterAmount(name: "energy_export_kwh", value: FixedPoint(4_120, decimals: 3)),
            ])
        let drawn = picture(
            house, day, silences: [582..<672, 900..<902, 1_000..<1_030], gaps: [gap],
            language: language)
        try check(PictureRenderer().png(drawn), "day-\(language.rawValue).png")
    }

    @Test(arguments: [(3, 29), (10, 25)])
    func `the day of a clock change has its 23 or 25 hours on the axis`(_ month: Int, _ date: Int)
        throws
    {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: month, day: date)
        let drawn = picture(house, day, hasTank: false)
        let script = drawn.script(width: 1_200, height: 720).text
        let ticks = try #require(script.split(separator: "\n").first { $0.contains("set xtics") })
        if month == 3 {
            #expect(ticks.hasPrefix("set xtics ('00:00' 0, '04:00' 10800, '06:00' 18000,"))
            #expect(ticks.hasSuffix("'24:00' 82800)"))
        } else {
            #expect(
                ticks.hasPrefix("set xtics ('00:00' 0, '02:00' 7200, '' 10800, '04:00' 18000,"))
            #expect(ticks.hasSuffix("'24:00' 90000)"))
        }
        try check(PictureRenderer().png(drawn), "day-\(month).png")
    }

    @Test func `a day in progress without sun is not hatched after the present`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let drawn = picture(
            house, day, hasSun: false, now: UTCTime(seconds: day.start.seconds + 50_000))
        #expect(!drawn.script(width: 1_200, height: 720).text.contains("rectangle"))
        try check(PictureRenderer().png(drawn), "day-present.png")
    }

    @Test func `a day without a telegram is one silence`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let drawn = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: [], total: nil,
            language: .german, now: day.end)
        #expect(
            DayPicture.silences(in: [], of: day, until: day.end) == [
                TimeSpan(start: day.start, end: day.end)
            ])
        try check(PictureRenderer().png(drawn), "day-missing.png")
    }

    @Test func `a name cannot give gnuplot an order`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let name = "It's `touch broken` \"$HOME\" @x _1 ^2 {/Bold b}\nsystem('touch broken')"
        let drawn = picture(house, day, name: name, hasTank: false)
        try check(PictureRenderer().png(drawn), "day-name.png")
        #expect(!FileManager.default.fileExists(atPath: "broken"))
        #expect(PictureScript.quoted("a`b'c\u{1}") == "'a´b''c '")
    }

    @Test(arguments: Language.allCases)
    func `a month is drawn with its sums, means and missing days`(_ language: Language) throws {
        let house = try Household()
        let month = house.calendar.month(year: 2026, month: 10)
        var random = SeededGenerator(seed: 7)
        let days = house.calendar.periods(.day, from: month.start, to: month.end).enumerated()
            .filter { !(11...12).contains($0.offset) }
            .map { index, period in
                house.day(
                    period, taken: Int64.random(in: 5_200...11_900, using: &random),
                    given: Int64.random(in: 1_500...14_000, using: &random),
                    edges: index == 10 ? .endsOpen : index == 13 ? .startsOpen : [])
            }
        let drawn = MonthPicture(
            name: "Flat 1, ground floor", calendar: house.calendar, month: month, days: days,
            total: house.day(month, taken: 268_412, given: 201_954), language: language,
            now: month.end)
        try check(
            PictureRenderer().png(drawn), "month-\(language.rawValue).png", height: 576)
    }

    @Test func `a program that is not there is named with what to install`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let renderer = PictureRenderer(program: "/usr/bin/no-gnuplot")
        #expect(throws: PictureFailure.drawing(.missing(program: "/usr/bin/no-gnuplot"))) {
            try renderer.png(picture(house, day))
        }
    }
}
