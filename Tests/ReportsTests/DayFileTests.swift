// SPDX-License-Identifier: Apache-2.0
import Readings
import Reports
import Series
import Testing

/// Day files, byte for byte as docs/reports.md describes them.
struct DayFileTests {
    @Test func `a line has date, time, register, energy since midnight and power`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let text = DayFile(day, calendar: house.calendar).original(house.minutes(of: day))
        let lines = text.split(separator: "\n")
        #expect(lines.count == 1_440)
        #expect(text.hasSuffix("\n"))
        #expect(lines.first == "22.11.26 00:00:59 25653.004 0.004 249")
        #expect(lines[1] == "22.11.26 00:01:59 25653.008 0.008 238")
        #expect(lines[600] == "22.11.26 10:00:59 25655.704 2.704 0")
        #expect(lines.last == "22.11.26 23:59:59 25660.757 7.757 150")
    }

    @Test func `what was given to the grid has a file of its own`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let file = DayFile(day, calendar: house.calendar)
        let lines = file.original(house.minutes(of: day), .given).split(separator: "\n")
        #expect(lines[600] == "22.11.26 10:00:59 11004.163 2.163 2272")
        #expect(file.name(.original) == "2026_11_22.min")
        #expect(file.name(.original, .given) == "2026_11_22_p1.min")
        #expect(file.name(.teensy) == "22_11_26.txt")
    }

    @Test func `a silence has no lines, and the energy since midnight goes on after it`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 22)
        let whole = DayFile(day, calendar: house.calendar).original(house.minutes(of: day))
        let cut = DayFile(day, calendar: house.calendar).original(
            house.minutes(of: day, silences: [60..<120]))
        let expected = whole.split(separator: "\n").enumerated().filter {
            !(60..<120).contains($0.offset)
        }.map(\.element)
        #expect(cut.split(separator: "\n") == expected)
    }

    @Test(arguments: [(3, 29, 1_380, 120, "03:00:59"), (10, 25, 1_500, 180, "02:00:59")])
    func `a day of the clock's change has its 23 or 25 hours of lines`(
        _ month: Int, _ date: Int, _ count: Int, _ index: Int, _ time: String
    ) throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: month, day: date)
        let lines = DayFile(day, calendar: house.calendar).original(house.minutes(of: day))
            .split(separator: "\n")
        #expect(lines.count == count)
        #expect(lines[index].split(separator: " ")[1] == time)
    }

    @Test func `the board's layout has tabs, the meter's time and 999 without a tank`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 7, day: 1)
        let minutes = house.minutes(of: day)
        let tank = SeriesRow(
            meter: house.tank, period: minutes[1].period, edges: [],
            evidence: Evidence(telegrams: 1),
            samples: [SampleSpan(name: "distance_cm", value: FixedPoint(123))])
        let lines = DayFile(day, calendar: house.calendar).teensy(minutes, tank: [tank])
            .split(separator: "\n")
        #expect(lines.count == 1_440)
        #expect(
            lines[0]
                == "flat-1\t260701000059S\t025653.004*kWh\t011002.000*kWh\t\t\t999")
        #expect(
            lines[1]
                == "flat-1\t260701000159S\t025653.008*kWh\t011002.000*kWh\t\t\t123")
    }

    /// Rows of minutes, each with what its register did, and whether it began anew there.
    private func rows(
        _ house: Household, _ spans: [(minute: Int64, from: Int64, to: Int64, gained: Int64)],
        restarts: Set<Int64> = []
    ) -> [SeriesRow] {
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        return spans.map { minute, from, to, gained in
            let start = UTCTime(seconds: day.start.seconds + minute * 60)
            let span = RegisterSpan(
                name: "energy_import_kwh", start: FixedPoint(from, decimals: 3),
                end: FixedPoint(to, decimals: 3), difference: FixedPoint(gained, decimals: 3),
                isRestart: restarts.contains(minute))
            return SeriesRow(
                meter: house.meter,
                period: Period(.minute, start: start, end: UTCTime(seconds: start.seconds + 60)),
                edges: [], evidence: Evidence(telegrams: 6), registers: [span])
        }
    }

    /// The register and the energy since midnight in each line.
    private func numbers(_ house: Household, _ rows: [SeriesRow]) -> [[Substring]] {
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        return DayFile(day, calendar: house.calendar).original(rows).split(separator: "\n")
            .map { Array($0.split(separator: " ")[2...3]) }
    }

    @Test func `the energy since midnight goes on across an exchange of the meter`() throws {
        let house = try Household()
        // The exchange is within the third minute: the old meter still gained 4 Wh, the new one 3.
        let within = rows(
            house,
            [
                (0, 19_190_212, 19_190_216, 4), (1, 19_190_216, 19_190_226, 10),
                (2, 19_190_226, 28_553_402, 7), (3, 28_553_402, 28_553_412, 10),
            ])
        #expect(
            numbers(house, within) == [
                ["19190.216", "0.004"], ["19190.226", "0.014"], ["28553.402", "0.021"],
                ["28553.412", "0.031"],
            ])
        // The new meter speaks first in a minute of its own, with a higher register or a lower one.
        for register: Int64 in [28_553_402, 5_000] {
            let between = rows(
                house,
                [
                    (0, 19_190_212, 19_190_216, 4), (2, register, register + 6, 6),
                    (3, register + 6, register + 16, 10),
                ], restarts: [2])
            #expect(numbers(house, between).map { $0[1] } == ["0.004", "0.010", "0.020"])
        }
    }

    @Test func `what went by in a silence is in the energy since midnight`() throws {
        let house = try Household()
        let cut = rows(house, [(0, 1_000, 1_004, 4), (90, 1_504, 1_510, 6)])
        #expect(numbers(house, cut).map { $0[1] } == ["0.004", "0.510"])
    }
}
