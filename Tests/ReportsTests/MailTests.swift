// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series
import TestSupport
import Testing

@testable import Reports

/// Mail through the real msmtp to a real server.
struct MailTests {
    private static let now = UTCTime(seconds: 1_795_329_000)

    /// A report about a day of two meters, the second without a word and a picture.
    private func message(_ house: Household, _ language: Language = .luxembourgish) throws
        -> MailMessage
    {
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        let rows = house.minutes(of: day)
        let picture = DayPicture(
            name: "Flat 1", calendar: house.calendar, day: day, rows: rows,
            total: house.total(day, of: rows), language: language, now: day.end)
        let meters = [
            ReportedMeter(
                name: "Gîte <1> & Café", total: house.total(day, of: rows),
                peak: picture.extreme("import")?.value,
                exchanges: [UTCTime(seconds: day.start.seconds + 16 * 3_600 + 13 * 60)],
                picture: InlinePicture(
                    fileName: "flat-1-2026-11-21.png", png: try PictureRenderer().png(picture))),
            ReportedMeter(name: "Shop", total: nil, peak: nil, picture: nil),
        ]
        let span = SampleSpan(
            name: "volume_l", count: 1, sum: FixedPoint(3_872), minimum: FixedPoint(3_872),
            maximum: FixedPoint(3_872), last: FixedPoint(3_872), gain: FixedPoint(852),
            use: FixedPoint(1_280))
        let levels = [("Zistär", [span]), ("Well", [])].map { name, samples in
            ReportedLevel(
                LevelSource(sensor: house.tank, name: name, reading: "volume_l", capacity: nil),
                total: SeriesRow(meter: house.tank, period: day, samples: samples))
        }
        return ReportMail(
            day, calendar: house.calendar, language: language, meters: meters, levels: levels
        )
        .message(
            from: "meters@example.org", to: ["owner@example.org", "second@example.org"],
            identifier: "report-2026-11-21-1", date: MailTests.now)
    }

    @Test(.enabled(if: SMTPServer.isInstalled))
    func `a report arrives with its table and its picture`() async throws {
        let house = try Household()
        let server = try SMTPServer()
        let child = try await server.start()
        defer { child.send(SIGTERM) }
        let queue = MailQueue(
            folder: server.folder.path + "/queue", command: server.command,
            sender: "meters@example.org")
        try queue.add(message(house), key: "2026-11-21-1")
        #expect(queue.status.pending == 1)
        #expect(queue.sendDue(at: MailTests.now) == nil)
        #expect(queue.status == MailStatus(pending: 0, sent: 1))

        let lines = try await server.received()
        #expect(
            lines.first
                == "mail owner@example.org, second@example.org | meters@example.org | "
                + "owner@example.org, second@example.org | Zieler: Samschdeg, 21. November 2026 | "
                + "<report-2026-11-21-1@example.org>")
        #expect(
            lines.filter { $0.hasPrefix("part") }.map { $0.split(separator: " ")[1] } == [
                "multipart/related", "multipart/alternative", "text/plain", "text/html",
                "image/png",
            ])
        #expect(lines.filter { $0.hasPrefix("part") }.allSatisfy { $0.hasSuffix(" 0") })
        let image = try #require(lines.first { $0.hasPrefix("part image/png") })
        #expect(
            image.hasPrefix(
                "part image/png <0.report-2026-11-21-1@example.org> flat-1-2026-11-21.png "))
        #expect(image.contains(" 89504e47 "))
        let text = lines.filter { $0.hasPrefix("text ") }.map { $0.dropFirst(5) }
        #expect(
            text.prefix(11) == [
                "Samschdeg, 21. November 2026", "",
                "Zieler           aus dem Netz (kWh)  an d'Netz (kWh)  Spëtzt (kW)  Zielerstand (kWh)",
                "Gîte <1> & Café               7,850           18,540         3,58         25.660,850  komplett",
                "Shop                              –                –            –                  –  keng Donnéeën",
                "", "Sensor    Stand  Zoufloss  Verbrauch",
                "Zistär  3.872 l     852 l    1.280 l",
                "Well          –         –          –  keng Donnéeën",
                "", "Gîte <1> & Café: Zieler ausgetosch um 16:13",
            ])
        #expect(
            text.contains { $0.contains("<td style=") && $0.contains("Gîte &lt;1&gt; &amp; Café") })
        #expect(
            text.contains {
                $0.contains("<img src=\"cid:0.report-2026-11-21-1@example.org\"")
            })
    }

    @Test(.enabled(if: SMTPServer.isInstalled))
    func `a mail that no server takes waits, outlives the process, and arrives once later`()
        async throws
    {
        let house = try Household()
        let server = try SMTPServer()
        let folder = server.folder.path + "/queue"
        let before = MailQueue(
            folder: folder, command: server.command, sender: "meters@example.org")
        try before.add(message(house, .english), key: "2026-11-21-1")
        var now = MailTests.now
        var waits: [Int64] = []
        for _ in 0..<9 {
            let next = try #require(before.sendDue(at: now))
            waits.append(next.seconds - now.seconds)
            #expect(before.sendDue(at: UTCTime(seconds: next.seconds - 1)) == next)
            now = next
        }
        #expect(waits == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
        #expect(before.status.pending == 1)
        #expect(before.status.lastError?.hasPrefix("msmtp ended with code 75: ") == true)

        let child = try await server.start()
        defer { child.send(SIGTERM) }
        let after = MailQueue(folder: folder, command: server.command, sender: "meters@example.org")
        #expect(after.status.pending == 1)
        #expect(after.sendDue(at: now) == nil)
        #expect(after.status == MailStatus(pending: 0, sent: 1))
        #expect(after.sendDue(at: now) == nil)
        #expect(try await server.received().count { $0.hasPrefix("mail ") } == 1)
    }

    @Test func `a mail is given up after three days, and the oldest of more than fifty at once`()
        throws
    {
        let house = try Household()
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = MailQueue(folder: folder.path, command: ["/usr/bin/false"], sender: "a@b")
        let mail = try message(house)
        for number in 100..<153 { try queue.add(mail, key: "\(number)") }
        #expect(queue.status == MailStatus(pending: 50, dropped: 3))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.first == "103.eml")
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: folder.path + "/103.eml")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        for _ in 0..<3 { _ = queue.sendDue(at: MailTests.now) }
        #expect(queue.status.pending == 50)
        let later = UTCTime(seconds: MailTests.now.seconds + 3 * 86_400 + 1)
        #expect(queue.sendDue(at: later) == nil)
        #expect(queue.status.pending == 0)
        #expect(queue.status.dropped == 53)
        #expect(queue.status.lastError == "false ended with code 1")
    }

    @Test func `a mail that fails is told of while another one is taken`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Takes every mail but the one of this name.
        let queue = MailQueue(
            folder: folder.path, command: ["/bin/sh", "-c", "! grep -q '^Message-ID: <a@'"],
            sender: "a@b")
        func mail(_ identifier: String) -> MailMessage {
            MailMessage(
                from: "a@b", to: ["c@d"], subject: "", identifier: identifier,
                date: MailTests.now, text: "", pictures: [], page: { _ in "" })
        }
        try queue.add(mail("a"), key: "a")
        try queue.add(mail("b"), key: "b")
        let next = try #require(queue.sendDue(at: MailTests.now))
        let error = "sh ended with code 1"
        #expect(
            queue.status
                == MailStatus(pending: 1, sent: 1, lastError: error, failedAt: MailTests.now))
        // What replaces the one that failed is taken, which ends the trouble.
        try queue.add(mail("d"), key: "a")
        #expect(queue.sendDue(at: next) == nil)
        #expect(queue.status == MailStatus(pending: 0, sent: 2))
    }

    @Test func `the three days of a mail are counted from when it was made, by every process`()
        throws
    {
        let house = try Household()
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        func queue() -> MailQueue {
            MailQueue(folder: folder.path, command: ["/usr/bin/false"], sender: "a@b")
        }
        try queue().add(message(house), key: "1")
        let end = MailTests.now.seconds + 3 * 86_400
        let before = queue()
        #expect(before.sendDue(at: UTCTime(seconds: end)) != nil)
        #expect(before.status.pending == 1)
        let after = queue()
        #expect(after.sendDue(at: UTCTime(seconds: end + 1)) == nil)
        #expect(after.status.pending == 0)
        #expect(after.status.dropped == 1)
    }

    @Test func `a program that hangs is ended, with all it started`() throws {
        let house = try Household()
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = MailQueue(
            folder: folder.path, command: ["/bin/sh", "-c", "sleep 600 & wait"], sender: "a@b",
            seconds: 1)
        try queue.add(message(house), key: "1")
        #expect(queue.sendDue(at: MailTests.now) != nil)
        #expect(queue.status.lastError == "sh was ended after 1 s")
    }

    @Test(arguments: [
        ("Meters: Sunday", "Meters: Sunday"),
        ("Zähler: Märzwoche", "=?UTF-8?B?WsOkaGxlcjogTcOkcnp3b2NoZQ==?="),
        ("a =?b", "=?UTF-8?B?YSA9P2I=?="), ("a\r\nBcc: x", "=?UTF-8?B?YQ0KQmNjOiB4?="),
    ])
    func `a subject in other letters is encoded, and none ends its line`(
        _ subject: String, _ header: String
    ) {
        #expect(MailMessage.header(subject, after: 9) == header)
    }

    @Test func `a long subject is folded into words of at most 75 characters`() {
        let header = MailMessage.header(String(repeating: "é", count: 100), after: 9)
        let words = header.components(separatedBy: "\n ")
        #expect(words.count == 6)
        #expect(words.allSatisfy { $0.count <= 75 })
    }

    @Test func `the date of a mail is that of RFC 5322`() {
        #expect(MailMessage.date(UTCTime(seconds: 0)) == "Thu, 1 Jan 1970 00:00:00 +0000")
        #expect(MailMessage.date(MailTests.now) == "Sun, 22 Nov 2026 06:30:00 +0000")
    }

    @Test(arguments: [
        (Language.english, "24,140.738", "−1,000"), (.german, "24.140,738", "−1.000"),
        (.french, "24\u{202F}140,738", "−1\u{202F}000"), (.luxembourgish, "24.140,738", "−1.000"),
    ])
    func `numbers are written as people of the language write them`(
        _ language: Language, _ register: String, _ whole: String
    ) {
        let words = language.words
        #expect(words.number(FixedPoint(24_140_738, decimals: 3), decimals: 3) == register)
        #expect(words.number(FixedPoint(-1_000), decimals: 0) == whole)
        #expect(words.number(FixedPoint(999), decimals: 0) == "999")
    }

    @Test func `a report about a month says the date of an exchange`() throws {
        let house = try Household()
        let month = house.calendar.month(year: 2026, month: 11)
        let meter = ReportedMeter(
            name: "Shop", total: house.day(month, taken: 1_234_567, given: 0), peak: nil,
            exchanges: [UTCTime(seconds: month.start.seconds + 58_500)], picture: nil)
        let lines = ReportMail(
            month, calendar: house.calendar, language: .english, meters: [meter]
        ).text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first == "November 2026")
        #expect(lines.last == "Shop: meter exchanged 1.11. at 16:15")
    }

    @Test func `what went by in a silence across midnight is told, and the sum is marked`() throws {
        let house = try Household()
        let day = house.calendar.day(year: 2026, month: 11, day: 21)
        func at(_ minute: Int64) -> UTCTime { UTCTime(seconds: day.start.seconds + minute * 60) }
        func gap(_ from: UTCTime, _ to: UTCTime, _ taken: Int64?) -> MissingEnergy {
            let amounts = taken.map {
                [
                    RegisterAmount(name: "energy_import_kwh", value: FixedPoint($0, decimals: 3)),
                    RegisterAmount(name: "energy_export_kwh", value: FixedPoint(0, decimals: 3)),
                ]
            }
            return MissingEnergy(meter: house.meter, from: from, to: to, amounts: amounts ?? [])
        }
        let meter = ReportedMeter(
            name: "Shop", total: house.day(day, taken: 7_850, given: 0, edges: .startsOpen),
            peak: nil, isLeastOnly: true,
            unseen: [gap(at(-110), at(372), 3_210), gap(at(-9), at(1), nil)], picture: nil)
        let lines = ReportMail(
            day, calendar: house.calendar, language: .english, meters: [meter]
        ).text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[2].hasPrefix("Shop               ≥ 7.850            ≥ 0.000"))
        #expect(
            lines[3]
                == "Shop: no data 20.11. 22:10 – 06:12, meanwhile ▲ 3.210 kWh  ▼ 0.000 kWh")
    }
}
