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
        hasTank: Bool = true, exchanges: [UTCTime] = [], language: Language = .english,
        now: UTCTime? = nil
    ) -> DayPicture {
        let rows = house.minutes(of: day, silences: silences, hasSun: hasSun)
            .filter { $0.period.end <= now ?? day.end }
        let others = silences.map { house.gap(day, $0) }.filter { new in
            !gaps.contains { $0.from == new.from || $0.to == new.to }
        }
        let level = LevelCurve(
            name: "Rainwater tank", quantity: .sensor("volume_l"),
            rows: house.tank(on: day).filter { $0.period.end <= now ?? day.end },
            capacity: FixedPoint(10_443))
        return DayPicture(
            name: name, calendar: house.calendar, day: day, rows: rows,
            total: house.total(day, of: rows), gaps: gaps + others, exchanges: exchanges,
            levels: hasTank ? [level] : [], language: language, now: now ?? day.end)
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
        let script = drawn.script(width: 1_200, height: 720).text
        #expect(!script.contains("rectangle"))
        #expect(!script.contains("≥"))
        try check(PictureRenderer().png(drawn), "day-present.png")
    }

    @Test func `a day without a telegram is one silence`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let drawn = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: [], total: nil,
            language: .german, now: day.end)
        #expect(drawn.silences.spans == [TimeSpan(start: day.start, end: day.end)])
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

    @Test(arguments: [
        ("Haus 🏠", "Haus"), ("🏠 Haus ☀️ 👨‍👩‍👧 Süd", "Haus ☀ Süd"), ("電力 Flat", "□□ Flat"),
        ("हिन्दी", "□□"), ("🏠", "□"), ("Κτίριο Дом בית Gîte N̈", "Κτίριο Дом בית Gîte N̈"),
        ("1️⃣ 𝔸 ไทย", "1 □ □□□"),
    ])
    func `a name that no font can draw leaves the picture whole`(_ name: String, _ drawn: String)
        throws
    {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        #expect(Glyphs.drawable(name) == drawn)
        // To the last pixel: that of a name which is nothing special.
        let whole = try PictureRenderer().png(picture(house, day, name: drawn))
        #expect(try PictureRenderer().png(picture(house, day, name: name)) == whole)
        try check(whole, "day-glyphs-\(drawn.unicodeScalars.first?.value ?? 0).png")
    }

    @Test func `a rotated caption stands below a boxed one that reaches so far`()
        throws
    {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        // The first is wide enough for a box, which reaches over the second; the fourth is just
        // behind the third.
        let drawn = picture(
            house, day, silences: [2..<70, 100..<125, 700..<725, 735..<800], hasTank: false)
        let script = drawn.script(width: 1_200, height: 720)
        let labels = script.lines.filter { $0.contains("'no data") }
        #expect(labels.count == 4)
        // 1,092 pixels are 86,400 seconds; 21 letters of 7 pixels and the box's own 10.
        #expect(PictureScript.width(["no data 00:02 – 01:10"], boxed: true) == 157)
        let half = 157.0 / 2 * 86_400 / (1_200 * (DayPicture.right - DayPicture.left))
        #expect(labels[0].contains("at \(half),graph 0.95 center"))
        #expect(labels[1].contains("at 6750.0,graph 0.83 right"))
        #expect(labels[2].contains("at 42750.0,graph 0.97 right"))
        #expect(labels[3].contains("rotate by 90"))
        try check(PictureRenderer().png(drawn), "day-captions.png")
    }

    @Test func `a rotated caption for which there is no room says only what went by`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let amounts = [("energy_import_kwh", Int64(231)), ("energy_export_kwh", 4_120)].map {
            RegisterAmount(name: $0, value: FixedPoint($1, decimals: 3))
        }
        let gap = MissingEnergy(
            meter: house.meter, from: UTCTime(seconds: day.start.seconds - 1_800),
            to: UTCTime(seconds: day.start.seconds + 1_500), amounts: amounts)
        func caption(_ language: Language) throws -> String? {
            let drawn = picture(house, day, silences: [0..<25], gaps: [gap], language: language)
            try check(PictureRenderer().png(drawn), "day-rotated-\(language.rawValue).png")
            return drawn.script(width: 1_200, height: 720).lines.first {
                $0.contains("kWh' at 750")
            }
        }
        let english = try #require(try caption(.english))
        #expect(english.contains("'no data 21.11. 23:30 – 00:25  ▲ 0.231 kWh  ▼ 4.120 kWh' at 750"))
        let french = try #require(try caption(.french))
        #expect(french.contains(" '▲ 0,231 kWh  ▼ 4,120 kWh' at 750.0,graph 0.97 right"))
    }

    @Test func `the peaks of both directions are named, and those of quarter-hours with both ends`()
        throws
    {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let sun = picture(house, day, hasTank: false)
        let minutes = sun.script(width: 1_200, height: 720)
        let heading = try #require(minutes.lines.first { $0.contains("22 November") })
        #expect(heading.contains("  ·  peak ▲ 3.58 kW at 18:56"))
        #expect(heading.contains("  ·  ▼ 3.79 kW at 12:46"))
        // A house without sun has its least in that place.
        let dark = picture(house, day, hasSun: false, hasTank: false)
        let other = try #require(
            dark.script(width: 1_200, height: 720).lines.first { $0.contains("22 November") })
        #expect(!other.contains("▲"))
        #expect(other.contains("  ·  lowest 0.1"))
        let quarters = house.quarters(of: day)
        let drawn = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: quarters,
            total: house.total(day, of: quarters), language: .english, now: day.end)
        let script = drawn.script(width: 1_200, height: 720)
        let peak = try #require(drawn.extreme("import"))
        #expect(
            script.text.contains("  ·  peak ▲ 3.58 kW 18:45 – 19:00  ·  ▼ 3.79 kW 12:45 – 13:00"))
        // The axis reaches the peak, and a dot is there.
        let range = try #require(script.lines.first { $0.hasPrefix("set yrange") })
        let top = try #require(Double(range.dropLast().split(separator: ":")[1]))
        #expect(top >= peak.value.approximation)
        #expect(script.text.contains("at 67950,\(peak.value.approximation) left"))
        try check(PictureRenderer().png(drawn), "day-quarters.png")
    }

    @Test func `what was before the first telegram of all is blank, with a remark`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        var rows = Array(house.minutes(of: day)[843...])
        rows[0].edges.insert(.startsOpen)
        let drawn = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: rows,
            total: house.total(day, of: rows, edges: .startsOpen), language: .english, now: day.end)
        let script = drawn.script(width: 1_200, height: 720).text
        #expect(!script.contains("rectangle"))
        #expect(script.contains("'first telegram at 14:03'"))
        try check(PictureRenderer().png(drawn), "day-first.png")

        let month = house.calendar.month(year: 2026, month: 11)
        let periods = Array(house.calendar.periods(.day, from: month.start, to: month.end))
        let days = periods[17..<20].enumerated().map { index, period in
            house.day(
                period, taken: 6_000 + Int64(index) * 900, given: 0,
                edges: index == 0 ? .startsOpen : [])
        }
        func picture(_ days: [SeriesRow], _ hour: Int64) -> MonthPicture {
            MonthPicture(
                name: "Flat 1", calendar: house.calendar, month: month, days: days,
                total: house.day(month, taken: 20_700, given: 0, edges: .startsOpen),
                language: .english,
                now: UTCTime(seconds: periods[20].start.seconds + hour * 3_600))
        }
        let first = picture(days, 0)
        let text = first.script(width: 1_200, height: 576).text
        #expect(!text.contains("pattern 4 noborder"))
        #expect(text.contains("'first telegram 18.11.'"))
        // Two whole days have no mean worth a line, three have.
        #expect(!text.contains("⌀"))
        try check(PictureRenderer().png(first), "month-first.png", height: 576)
        let three = days + [house.day(periods[20], taken: 9_000, given: 0)]
        #expect(picture(three, 24).script(width: 1_200, height: 576).text.contains("⌀ 7.9 kWh"))
        // A silence that goes on is hatched until now: twelve hours of the fourth day.
        let silent = picture(days, 12).script(width: 1_200, height: 576).text
        #expect(silent.contains("rectangle from 20.5,graph 0 to 21.0,graph 1"))
        #expect(silent.contains("'no data'"))
    }

    @Test func `the mean of a month never stands on the days' numbers`() throws {
        let house = try Household()
        let month = house.calendar.month(year: 2026, month: 10)
        let days = house.calendar.periods(.day, from: month.start, to: month.end).map {
            house.day($0, taken: 9_000, given: 3_500)
        }
        let drawn = MonthPicture(
            name: "Flat 1", calendar: house.calendar, month: month, days: days,
            total: house.day(month, taken: 279_000, given: 108_500), language: .english,
            now: month.end)
        let labels = drawn.script(width: 1_200, height: 576).lines.filter { $0.contains("⌀") }
        #expect(labels.count == 2)
        #expect(labels[0].contains("at 31.55,9.0 offset 0,0.7 right"))
        #expect(labels[1].contains("at 31.55,-3.5 offset 0,0.7 right"))
        try check(PictureRenderer().png(drawn), "month-means.png", height: 576)
    }

    @Test func `the level's panel says its least, most and last`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        let text = picture(house, day).script(width: 1_200, height: 720).text
        #expect(text.contains("'min 4,162 l  ·  max 5,014 l  ·  4,374 l'"))
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
        let gap = MissingEnergy(
            meter: house.meter,
            from: UTCTime(seconds: month.start.seconds + 10 * 86_400 + 61_000),
            to: UTCTime(seconds: month.start.seconds + 13 * 86_400 + 18_000),
            amounts: [
                RegisterAmount(name: "energy_import_kwh", value: FixedPoint(19_204, decimals: 3)),
                RegisterAmount(name: "energy_export_kwh", value: FixedPoint(9_870, decimals: 3)),
            ])
        let drawn = MonthPicture(
            name: "Flat 1, ground floor", calendar: house.calendar, month: month, days: days,
            total: house.day(month, taken: 268_412, given: 201_954), gaps: [gap],
            language: language, now: month.end)
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

    @Test func `a minute without a telegram is no silence where none is known`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 3, day: 29)
        let single = stride(from: 7, to: 1_380, by: 41).map { $0..<$0 + 1 }
        let gap = house.gap(day, 600..<604)
        let rows = house.minutes(of: day, silences: single + [600..<604])
        let drawn = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: rows,
            total: house.total(day, of: rows), gaps: [gap], language: .english, now: day.end)
        #expect(drawn.silences.spans == [TimeSpan(start: gap.from, end: gap.to)])
        let script = drawn.script(width: 1_200, height: 720)
        #expect(script.text.components(separatedBy: "rectangle").count == 3)
        // The curve is cut by that silence only.
        let data = try #require(script.files.first { $0.name == "power.dat" })
        #expect(data.text.components(separatedBy: "\n\n").count == 2)
        try check(PictureRenderer().png(drawn), "day-jitter.png")
    }

    @Test func `what is after the last telegram is hatched, what is before the first is not`()
        throws
    {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        var rows = Array(house.minutes(of: day)[300..<700])
        rows[0].edges.insert(.startsOpen)
        rows[399].edges.insert(.endsOpen)
        func at(_ minute: Int64) -> UTCTime { UTCTime(seconds: day.start.seconds + minute * 60) }
        func silences(_ known: UTCTime, _ gaps: [MissingEnergy] = []) -> Silences {
            Silences(in: rows, gaps: gaps, of: day, until: known)
        }
        func spans(_ known: UTCTime, _ gaps: [MissingEnergy] = []) -> [TimeSpan] {
            silences(known, gaps).spans
        }
        #expect(silences(day.end).begin == at(300))
        #expect(spans(day.end) == [TimeSpan(start: at(700), end: day.end)])
        // The history is a minute late, and nobody wonders about a telegram that is due.
        #expect(spans(at(702)).isEmpty)
        #expect(spans(at(703)) == [TimeSpan(start: at(700), end: at(703))])
        // Silences across midnight that the history knows.
        let next = house.calendar.next(day)
        let gaps = [
            MissingEnergy(meter: house.meter, from: at(-90), to: at(300), amounts: []),
            MissingEnergy(meter: house.meter, from: at(700), to: next.end, amounts: []),
        ]
        let before = TimeSpan(start: day.start, end: at(300))
        #expect(spans(day.end, gaps) == [before, TimeSpan(start: at(700), end: day.end)])
        #expect(silences(day.end, gaps).begin == nil)
    }

    @Test func `a sum is a least one only where a silence crosses midnight`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let noon = UTCTime(seconds: day.start.seconds + 43_200)
        func isLeastOnly(_ edges: RowEdges, _ now: UTCTime) -> Bool {
            let rows = house.minutes(of: day).filter { $0.period.end <= now }
            return DayPicture(
                name: "Flat 1", calendar: house.calendar, day: day, rows: rows,
                total: house.total(day, of: rows, edges: edges), language: .english, now: now
            ).isLeastOnly
        }
        #expect(!isLeastOnly([.endsOpen, .hasGap], noon))
        #expect(isLeastOnly([.startsOpen, .endsOpen], noon))
        #expect(!isLeastOnly(.hasGap, day.end))
        #expect(isLeastOnly(.endsOpen, day.end))
        #expect(isLeastOnly(.startsOpen, day.end))
    }

    @Test func `the sum of a month in progress is a least one once a meter has fallen silent`()
        throws
    {
        let house = try Household()
        let month = house.calendar.month(year: 2026, month: 11)
        let days = house.calendar.periods(.day, from: month.start, to: month.end).prefix(3)
            .map { house.day($0, taken: 8_000, given: 0) }
        let midnight = try #require(days.last).period.end
        func isLeastOnly(_ edges: RowEdges, after minutes: Int64) -> Bool {
            MonthPicture(
                name: "Flat 1", calendar: house.calendar, month: month, days: days,
                total: house.day(month, taken: 24_000, given: 0, edges: edges),
                language: .english, now: UTCTime(seconds: midnight.seconds + minutes * 60)
            ).isLeastOnly
        }
        #expect(!isLeastOnly(.endsOpen, after: -300))
        #expect(!isLeastOnly(.endsOpen, after: 2))
        #expect(isLeastOnly(.endsOpen, after: 300))
        #expect(isLeastOnly([.startsOpen, .endsOpen], after: -300))
    }

    @Test(arguments: Language.allCases)
    func `an exchange of the meter is marked with its time`(_ language: Language) throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        let drawn = picture(
            house, day, exchanges: [UTCTime(seconds: day.start.seconds + 58_420)],
            language: language)
        let words = [
            "meter exchanged at 16:13", "Zähler getauscht um 16:13", "compteur remplacé à 16:13",
            "Zieler ausgetosch um 16:13",
        ]
        let index = try #require(Language.allCases.firstIndex(of: language))
        #expect(drawn.script(width: 1_200, height: 720).text.contains("'\(words[index])'"))
        try check(PictureRenderer().png(drawn), "day-exchange-\(language.rawValue).png")
    }

    @Test func `a level is drawn alone, with what came and went`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        let span = SampleSpan(
            name: "volume_l", count: 1, sum: FixedPoint(3_872), minimum: FixedPoint(3_872),
            maximum: FixedPoint(4_900), last: FixedPoint(3_872), gain: FixedPoint(852),
            use: FixedPoint(1_280))
        let drawn = DayPicture(
            name: "Rainwater tank", calendar: house.calendar, day: day, rows: [],
            total: SeriesRow(meter: house.tank, period: day, samples: [span]),
            levels: [
                LevelCurve(
                    name: "Rainwater tank", quantity: .sensor("volume_l"),
                    rows: house.tank(on: day), capacity: FixedPoint(10_443))
            ], showsPower: false, language: .english, now: day.end)
        let text = drawn.script(width: 1_200, height: 720).text
        #expect(text.contains("Saturday, 21 November 2026  ·  gain 852 l  ·  use 1,280 l"))
        #expect(!text.contains("kW"))
        #expect(!text.contains("unset label"))
        try check(PictureRenderer().png(drawn), "day-level.png")
    }

    @Test func `a month shows what went by in silences across midnight`() throws {
        let house = try Household()
        let month = house.calendar.month(year: 2026, month: 11)
        let periods = Array(house.calendar.periods(.day, from: month.start, to: month.end))
        func at(_ day: Int, _ hour: Int64) -> UTCTime {
            UTCTime(seconds: periods[day - 1].start.seconds + hour * 3_600)
        }
        func gap(_ from: UTCTime, _ to: UTCTime, _ taken: Int64, _ given: Int64) -> MissingEnergy {
            MissingEnergy(
                meter: house.meter, from: from, to: to,
                amounts: [
                    RegisterAmount(
                        name: "energy_import_kwh", value: FixedPoint(taken, decimals: 3)),
                    RegisterAmount(
                        name: "energy_export_kwh", value: FixedPoint(given, decimals: 3)),
                ])
        }
        let days = periods.prefix(22).enumerated().filter { ![5, 6, 7, 8, 9].contains($0.offset) }
            .map { index, period in
                house.day(
                    period, taken: 8_000 + Int64(index) * 113, given: index == 3 ? 2_000 : 0,
                    edges: [1, 4, 14, 20].contains(index)
                        ? .endsOpen
                        : [2, 10, 15].contains(index)
                            ? .startsOpen : index == 21 ? [.endsOpen] : [])
            }
        let gaps = [
            gap(at(2, 23), at(3, 1), 41, 0), gap(at(5, 20), at(11, 6), 61_277, 4_100),
            gap(at(15, 19), at(16, 13), 14_277, 0), gap(at(18, 4), at(18, 9), 1_000, 0),
        ]
        let drawn = MonthPicture(
            name: "Flat 4", calendar: house.calendar, month: month, days: days,
            total: house.day(month, taken: 268_412, given: 6_100, edges: .endsOpen), gaps: gaps,
            language: .english, now: at(22, 21))
        let text = drawn.script(width: 1_200, height: 576).text
        #expect(text.contains("'▲ 0.041 kWh'"))
        #expect(text.contains("'▲ 61.3 kWh'.\"\\n\".'▼ 4.1 kWh'"))
        #expect(text.contains("'▲ 14.3 kWh'"))
        // The one within a day is in that day's bar.
        #expect(!text.contains("▲ 1.0 kWh"))
        #expect(!text.contains("no data"))
        // Nothing is unknown of the whole month up to now.
        #expect(!text.contains("≥"))
        try check(PictureRenderer().png(drawn), "month-silences.png", height: 576)
    }
}
