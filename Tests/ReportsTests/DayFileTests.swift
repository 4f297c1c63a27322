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
}
