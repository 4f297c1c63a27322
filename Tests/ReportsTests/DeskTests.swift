// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Series
import TestSupport
import Testing

@testable import Reports

/// What is due is done once, whatever happens in between; with a real store, pictures and files.
struct DeskTests {
    private static func report(
        _ house: Household, minuteOfDay: Int = 6 * 60 + 30, coversMonth: Bool = false
    ) -> ScheduledReport {
        ScheduledReport(
            minuteOfDay: minuteOfDay, coversMonth: coversMonth, recipients: ["owner@example.org"],
            meters: [NamedMeter(id: house.meter, name: "Flat 1")], language: .english)
    }

    private func moment(_ day: Period, hour: Int64, minute: Int64 = 0) -> UTCTime {
        UTCTime(seconds: day.start.seconds + hour * 3_600 + minute * 60)
    }

    private func mails(_ folder: URL) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "mail").path)
        return (names ?? []).filter { $0.hasSuffix(".eml") }.sorted()
    }

    /// The mail's text, or the page, as Python's own mail library reads it.
    private func text(_ stored: StoredHousehold, _ name: String, kind: String = "plain")
        async throws -> [String]
    {
        let script = """
            import email, email.policy, sys
            mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            print(mail.get_body((sys.argv[2],)).get_content())
            """
        let child = try ChildProcess([
            "/usr/bin/python3", "-c", script, stored.folder.appending(path: "mail/\(name)").path,
            kind,
        ])
        #expect(await child.waitForEnd() == 0)
        return child.lines.entries
    }

    private func desk(
        _ stored: StoredHousehold, _ reports: [ScheduledReport], levels: [LevelSource] = []
    ) -> ReportDesk {
        let archive = DayFileArchive(
            folder: stored.folder.path + "/days", layout: .original, reader: stored.reader)
        return ReportDesk(
            reader: stored.reader, reports: reports, levels: levels,
            mail: ReportDesk.Mail(
                queue: MailQueue(
                    folder: stored.folder.path + "/mail", command: ["/usr/bin/false"],
                    sender: "meters@example.org"),
                from: "meters@example.org"),
            dayFiles: DayFilePlan(archive: archive, meters: [stored.house.meter], tank: nil),
            ledger: stored.folder.path + "/reports.done")
    }

    @Test func `a report at midnight waits until the day's last minute is in the history`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 10, day: 20)
        let report = DeskTests.report(house, minuteOfDay: 0)
        #expect(report.due(at: moment(day, hour: 0, minute: 2), house.calendar) == nil)
        #expect(report.due(at: moment(day, hour: 0, minute: 3), house.calendar) != nil)
    }

    @Test func `a report is due from its time until the end of that day, a month's on the first`()
        throws
    {
        let house = try Household()
        let calendar = house.calendar
        let day = calendar.day(year: 2026, month: 10, day: 25)
        let before = calendar.day(year: 2026, month: 10, day: 24)
        let daily = DeskTests.report(house)
        // The clock was set back in the night: half past six is seven and a half hours in.
        #expect(daily.due(at: moment(day, hour: 7, minute: 29), calendar) == nil)
        #expect(daily.due(at: moment(day, hour: 7, minute: 30), calendar) == before)
        #expect(daily.due(at: UTCTime(seconds: day.end.seconds - 1), calendar) == before)
        #expect(daily.due(at: day.end, calendar) == nil)
        let monthly = DeskTests.report(house, coversMonth: true)
        #expect(monthly.due(at: moment(day, hour: 12), calendar) == nil)
        let first = calendar.day(year: 2026, month: 11, day: 1)
        #expect(
            monthly.due(at: moment(first, hour: 8), calendar)
                == calendar.month(year: 2026, month: 10))
        #expect(daily.key(on: "2026-11-01") == "2026-11-01-390-day-fc66dc4b5adcc08")
    }

    @Test
    func `a report is made once, also after a restart, and at the next start if it was missed`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let next = calendar.next(day)
        let stored = try await StoredHousehold(days: [day])
        let report = DeskTests.report(stored.house)
        let key = report.key(on: "2026-11-21")
        let late = moment(next, hour: 15)
        let first = desk(stored, [report])
        #expect(first.work(at: moment(next, hour: 6)).contains(.reported(key: key)) == false)
        #expect(mails(stored.folder).isEmpty)
        #expect(first.work(at: late).contains(.reported(key: key)))
        #expect(mails(stored.folder) == ["\(key).eml"])
        #expect(first.work(at: late).isEmpty)
        let text = try String(
            contentsOf: stored.folder.appending(path: "mail/\(key).eml"), encoding: .utf8)
        #expect(text.contains("Content-Disposition: inline; filename=\"flat-1-2026-11-20.png\""))
        #expect(text.contains("Subject: Meters: Friday, 20 November 2026\n"))

        // Sent meanwhile, and the process begins anew: it is not made again.
        try FileManager.default.removeItem(at: stored.folder.appending(path: "mail/\(key).eml"))
        #expect(!desk(stored, [report]).work(at: late).contains(.reported(key: key)))
        #expect(mails(stored.folder).isEmpty)
        // Ended before it was noted: it is made again, in place of the first.
        try FileManager.default.removeItem(at: stored.folder.appending(path: "reports.done"))
        #expect(desk(stored, [report]).work(at: late).contains(.reported(key: key)))
        try FileManager.default.removeItem(at: stored.folder.appending(path: "reports.done"))
        #expect(desk(stored, [report]).work(at: late).contains(.reported(key: key)))
        #expect(mails(stored.folder) == ["\(key).eml"])
        await stored.log.stop()
    }

    @Test func `a meter that was not known yet is in no report, and no mail is empty`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(days: [day])
        let notices = desk(stored, [DeskTests.report(stored.house)]).work(
            at: moment(day, hour: 7))
        #expect(notices.isEmpty)
        #expect(mails(stored.folder).isEmpty)
        await stored.log.stop()
    }

    @Test func `a report says what a tank did, and of sensors alone it has their picture`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(days: [day], tankOn: day)
        let level = LevelSource(
            sensor: stored.house.tank, name: "Tank", reading: "volume_l",
            capacity: FixedPoint(10_443))
        let both = DeskTests.report(stored.house)
        let alone = ScheduledReport(
            minuteOfDay: 390, coversMonth: false, recipients: ["owner@example.org"], meters: [],
            language: .german)
        let next = calendar.next(day)
        let notices = desk(stored, [both, alone], levels: [level]).work(
            at: moment(next, hour: 7))
        #expect(notices.contains(.reported(key: both.key(on: "2026-11-21"))))
        #expect(notices.contains(.reported(key: alone.key(on: "2026-11-21"))))
        let first = try await text(stored, "\(both.key(on: "2026-11-21")).eml")
        #expect(first.contains { $0.hasPrefix("Flat 1 ") })
        let table = first.drop { !$0.hasPrefix("Sensor") }.prefix(2)
        #expect(table == ["Sensor    Level   gain    use", "Tank    4,374 l  852 l  640 l"])
        let second = try await text(stored, "\(alone.key(on: "2026-11-21")).eml")
        #expect(
            second.prefix(4) == [
                "Freitag, 20. November 2026", "", "Sensor    Stand  Zufluss  Verbrauch",
                "Tank    4.374 l    852 l      640 l",
            ])
        let page = try await text(stored, "\(alone.key(on: "2026-11-21")).eml", kind: "html")
        #expect(page.count { $0.contains("<img src=\"cid:0.report-2026-11-21-") } == 1)
        await stored.log.stop()
    }

    @Test func `an exchange of the meter is told, and the day file goes on across it`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(
            days: [day], exchange: moment(day, hour: 16, minute: 13))
        let report = DeskTests.report(stored.house)
        _ = desk(stored, [report]).work(at: moment(calendar.next(day), hour: 7))
        let lines = try await text(stored, "\(report.key(on: "2026-11-21")).eml")
        #expect(lines.contains("Flat 1: meter exchanged at 16:14"))
        let file = try String(
            contentsOf: stored.folder.appending(path: "days/flat-1/2026-11/2026_11_20.min"),
            encoding: .utf8
        ).split(separator: "\n").map { $0.split(separator: " ") }
        let total = try #require(
            try stored.reader.row(stored.house.meter, .day, at: day.start)?
                .register("energy_import_kwh"))
        // From the first telegram on; what was used in the minute of the exchange nobody knows.
        #expect(file.last?[3] == "\(total.difference)")
        #expect(file.last?[2] == "\(total.end)")
        let maker = ReportMaker(
            reader: stored.reader, levels: [], language: .english, now: day.end)
        #expect(
            try maker.day(stored.house.meter, name: "Flat 1", day).exchanges
                == [moment(day, hour: 16, minute: 14)])
        await stored.log.stop()
    }

    @Test
    func `day files are written after midnight, again when they are gone, and packed by month`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 10, day: 31)
        let next = calendar.next(day)
        let stored = try await StoredHousehold(days: [day, next], silences: [100..<130])
        let folder = stored.folder.appending(path: "days/flat-1")
        let files = desk(stored, [])
        #expect(files.work(at: moment(next, hour: 0, minute: 2)).isEmpty)
        #expect(
            files.work(at: moment(next, hour: 0, minute: 3))
                == [.wroteDayFiles(date: "2026-10-31", count: 1)])
        // October is over: its days are in an archive.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path) == [
                "2026-10.tar.gz"
            ])
        let tar = try ChildProcess([
            "tar", "--extract", "--gzip", "--to-stdout",
            "--file=\(folder.path)/2026-10.tar.gz", "2026-10/2026_10_31.min",
        ])
        #expect(await tar.waitForEnd() == 0)
        let rows = try stored.reader.rows(
            stored.house.meter, .minute, from: day.start, to: day.end)
        let expected = DayFile(day, calendar: calendar).original(rows)
        #expect(tar.lines.entries.map { $0 + "\n" }.joined() == expected)
        #expect(tar.lines.entries.count == 1_410)

        let later = moment(calendar.next(next), hour: 1)
        #expect(
            desk(stored, []).work(at: later) == [.wroteDayFiles(date: "2026-11-01", count: 1)])
        let file = folder.appending(path: "2026-11/2026_11_01.min")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasPrefix("01.11.26 00:00:59 "))
        #expect(
            FileManager.default.fileExists(atPath: file.path.replacing(".min", with: "_p1.min")))
        try FileManager.default.removeItem(at: file)
        #expect(
            desk(stored, []).work(at: later) == [.wroteDayFiles(date: "2026-11-01", count: 1)])
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        #expect(desk(stored, []).work(at: later).isEmpty)
        await stored.log.stop()
    }

    /// The lines of a day file that is there.
    private func lines(_ stored: StoredHousehold, _ name: String) throws -> [Substring] {
        let path = stored.folder.appending(path: "days/flat-1/\(name)")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    }

    @Test
    func `a day file and a report wait for a meter whose clock is behind, until its day is over`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 10, day: 31)
        let next = calendar.next(day)
        // Eight minutes behind: at midnight the last telegram is that of 23:52.
        let stored = try await StoredHousehold(days: [day, next], heard: 1_432)
        let report = DeskTests.report(stored.house, minuteOfDay: 0)
        let works = desk(stored, [report])
        #expect(works.work(at: moment(next, hour: 0, minute: 3)).isEmpty)
        try await stored.hear(1_432..<1_440)
        // Stamped with midnight, the last one belongs to the day; it may have company.
        #expect(works.work(at: moment(next, hour: 0, minute: 9)).isEmpty)
        try await stored.hear(1_440..<1_442)
        let notices = works.work(at: moment(next, hour: 0, minute: 11))
        #expect(notices.contains(.wroteDayFiles(date: "2026-10-31", count: 1)))
        #expect(notices.contains(.reported(key: report.key(on: "2026-11-01"))))
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: stored.folder.path + "/days/flat-1") == ["2026-10.tar.gz"])
        let total = try #require(
            try stored.reader.row(stored.house.meter, .day, at: day.start)?
                .register("energy_import_kwh"))
        let mail = try await text(stored, "\(report.key(on: "2026-11-01")).eml")
        #expect(mail.contains { $0.contains(" \(total.difference) ") })
        #expect(works.work(at: moment(next, hour: 0, minute: 12)).isEmpty)
        await stored.log.stop()
    }

    @Test func `what a silent meter says later of a day is written into its file, and then packed`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 10, day: 31)
        let next = calendar.next(day)
        let stored = try await StoredHousehold(days: [day, next], heard: 1_432)
        let works = desk(stored, [])
        #expect(works.work(at: moment(next, hour: 0, minute: 59)).isEmpty)
        let written = [DeskNotice.wroteDayFiles(date: "2026-10-31", count: 1)]
        #expect(works.work(at: moment(next, hour: 1)) == written)
        #expect(try lines(stored, "2026-10/2026_10_31.min").count == 1_432)
        #expect(works.work(at: moment(next, hour: 1, minute: 1)).isEmpty)
        try await stored.hear(1_432..<1_436)
        // After a restart too.
        #expect(desk(stored, []).work(at: moment(next, hour: 2)) == written)
        #expect(try lines(stored, "2026-10/2026_10_31.min").count == 1_436)
        try await stored.hear(1_436..<1_442)
        #expect(works.work(at: moment(next, hour: 3)) == written)
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: stored.folder.path + "/days/flat-1") == ["2026-10.tar.gz"])
        #expect(works.work(at: moment(next, hour: 3, minute: 1)).isEmpty)
        await stored.log.stop()
    }

    @Test func `a file that was deleted comes back, that of the other direction too`() async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(days: [day])
        let noon = moment(calendar.next(day), hour: 12)
        let written = [DeskNotice.wroteDayFiles(date: "2026-11-20", count: 1)]
        #expect(desk(stored, []).work(at: noon) == written)
        let folder = stored.folder.path + "/days/flat-1/2026-11/"
        for name in ["2026_11_20_p1.min", "2026_11_20.min"] {
            let before = try String(contentsOfFile: folder + name, encoding: .utf8)
            #expect(before.split(separator: "\n").count == 1_440)
            try FileManager.default.removeItem(atPath: folder + name)
            #expect(desk(stored, []).work(at: noon) == written)
            #expect(try String(contentsOfFile: folder + name, encoding: .utf8) == before)
        }
        // One of a day long over waits for nobody, also right after midnight.
        try FileManager.default.removeItem(atPath: folder + "2026_11_20.min")
        let midnight = moment(calendar.next(calendar.next(day)), hour: 0, minute: 3)
        #expect(desk(stored, []).work(at: midnight) == written)
        // What the history has no more is not taken from a file.
        let longer =
            try String(contentsOfFile: folder + "2026_11_20.min", encoding: .utf8) + "more\n"
        try longer.write(toFile: folder + "2026_11_20.min", atomically: true, encoding: .utf8)
        #expect(desk(stored, []).work(at: noon).isEmpty)
        #expect(try String(contentsOfFile: folder + "2026_11_20.min", encoding: .utf8) == longer)
        await stored.log.stop()
    }

    @Test func `adding up the mails of days, with what they tell of silences, is not short`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let next = calendar.next(day)
        // Silent in the last hour and the first two of each day.
        let stored = try await StoredHousehold(
            days: [day, next], silences: [0..<120, 1_380..<1_440])
        let maker = ReportMaker(
            reader: stored.reader, levels: [], language: .english, now: next.end)
        #expect(try maker.unseen(stored.house.meter, day).isEmpty)
        let unseen = try maker.unseen(stored.house.meter, next)
        #expect(unseen.map(\.from) == [moment(day, hour: 23)])
        #expect(unseen.map(\.to) == [moment(next, hour: 2, minute: 1)])
        let spans = try [day, next].compactMap {
            try maker.total(stored.house.meter, $0)?.register("energy_import_kwh")
        }
        let amount = try #require(unseen.first?.amounts["energy_import_kwh"])
        let sum = spans.map(\.difference.mantissa).reduce(amount.mantissa, +)
        #expect(sum == spans[1].end.mantissa - spans[0].start.mantissa)
        #expect(amount.mantissa > 0)
        let report = DeskTests.report(stored.house)
        _ = desk(stored, [report]).work(at: moment(calendar.next(next), hour: 7))
        let mail = try await text(stored, "\(report.key(on: "2026-11-22")).eml")
        #expect(mail.contains { $0.hasPrefix("Flat 1 ") && $0.contains(" ≥ ") })
        #expect(
            mail.contains {
                $0.hasPrefix("Flat 1: no data 20.11. 23:00 – 02:01, meanwhile ▲ \(amount) kWh")
            })
        await stored.log.stop()
    }

    @Test
    func `what speaks every five minutes is drawn by quarter-hours, without a hatched silence`()
        async throws
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(
            days: [day], silences: stride(from: 0, to: 1_440, by: 5).map { $0..<$0 + 4 })
        let maker = ReportMaker(
            reader: stored.reader, levels: [], language: .english, now: day.end)
        let picture = try maker.day(stored.house.meter, name: "Flat 1", day)
        #expect(picture.rows.count == 96)
        #expect(picture.silences.spans.isEmpty)
        await stored.log.stop()
    }

    @Test func `an export streams the same rows as the store has, in both forms`() async throws {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(days: [day], silences: [600..<700])
        let export = SeriesExport(
            stored.reader, stored.house.meter, .minute, from: day.start, to: day.end)
        var csv: [UInt8] = []
        var pieces = 0
        let count = try export.run(.csv) { bytes in
            csv += bytes
            pieces += 1
            return true
        }
        #expect(count == 1_440)
        #expect(pieces == 3)
        let lines = String(decoding: csv, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.count == 1_442)
        #expect(lines.count { $0.contains(",missing,0,") } >= 99)
        // What was used is in the rows and in the silence, to the last digit.
        let columns = lines[0].components(separatedBy: ",")
        let difference = try #require(columns.firstIndex(of: "energy_import_kwh_difference"))
        let unseen = try #require(columns.firstIndex(of: "energy_import_kwh_unseen"))
        let sum = lines.dropFirst().dropLast().reduce(0.0) { sum, line in
            let fields = line.components(separatedBy: ",")
            return sum + (Double(fields[difference]) ?? 0) + (Double(fields[unseen]) ?? 0)
        }
        let total = try #require(
            try stored.reader.row(stored.house.meter, .day, at: day.start)?
                .register("energy_import_kwh"))
        #expect(abs(sum - total.difference.approximation) < 0.000_5)

        var json: [UInt8] = []
        _ = try export.run(.json) { bytes in
            json += bytes
            return true
        }
        let parsed = try JSONSerialization.jsonObject(with: Data(json)) as? [[String: Any]]
        #expect(parsed?.count == 1_440)
        await stored.log.stop()
    }
}
