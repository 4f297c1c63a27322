// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Series
import TestSupport
import Testing

/// The commands that read the history, as a user types them: what they say and their exit codes.
struct CommandTests {
    /// Two days of one meter in a store that nobody has open, and a configuration for it.
    private func household(days: [Period]? = nil, tankOn tankDay: Period? = nil) async throws
        -> StoredHousehold
    {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(
            days: days ?? [day, calendar.next(day)], silences: [600..<660], tankOn: tankDay)
        await stored.log.stop()
        let configuration = """
            version: 1
            gateway: {state_dir: \(stored.folder.path)}
            mqtt: {url: mqtt://localhost}
            meters:
              - {id: flat-1, name: "Flat 1", port: /dev/ttyUSB0}
              - {id: flat-2, port: /dev/ttyUSB1}
            """
        try configuration.write(
            to: stored.folder.appending(path: "meters.yaml"), atomically: true, encoding: .utf8)
        return stored
    }

    /// Runs a command to its end: its exit code and all it said.
    private func run(_ stored: StoredHousehold, _ command: String, _ arguments: String...)
        async throws -> (status: Int32, lines: [String])
    {
        let child = try ChildProcess(
            [GatewayProgram.path, command, "--config", "\(stored.folder.path)/meters.yaml"]
                + arguments)
        let status = await child.waitForEnd()
        return (status, child.lines.entries)
    }

    @Test func `report draws a day and a month, and says what it knows nothing of`() async throws {
        let stored = try await household()
        let out = stored.folder.path + "/pictures"
        let day = try await run(stored, "report", "--date", "2026-11-20", "--out", out)
        #expect(day.status == 0)
        #expect(
            Set(day.lines) == [
                "\(out)/flat-1-2026-11-20.png",
                "meter-gateway: nothing is known of 'flat-2' for 2026-11-20",
            ])
        let month = try await run(
            stored, "report", "--month", "2026-11", "--meter", "flat-1", "--out", out)
        #expect(month.status == 0)
        #expect(month.lines == ["\(out)/flat-1-2026-11.png"])
        let png = try Data(contentsOf: URL(filePath: "\(out)/flat-1-2026-11.png"))
        #expect(png.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        let nothing = try await run(
            stored, "report", "--date", "2026-10-01", "--meter", "flat-1", "--out", out)
        #expect(nothing.status == 1)
        let unknown = try await run(
            stored, "report", "--date", "2026-11-20", "--meter", "flat1", "--out", out)
        #expect(unknown.status == 64)
        #expect(
            unknown.lines == [
                "meter-gateway: there is no meter or sensor 'flat1' in the configuration; did you mean 'flat-1'?"
            ])
        let bad = try await run(stored, "report", "--date", "2026-02-30", "--out", out)
        #expect(bad.status == 64)
        #expect(bad.lines.first?.hasSuffix("there is no day '2026-02-30' in the calendar") == true)
        #expect(try await run(stored, "report", "--out", out).status == 64)
    }

    @Test func `export writes each resolution and format, and nothing is exit code 1`() async throws
    {
        let stored = try await household()
        let span = ["--from", "2026-11-20", "--to", "2026-11-21"]
        for (resolution, count) in [
            ("minute", 2_880), ("quarter-hour", 192), ("hour", 48), ("day", 2),
        ] {
            let csv = try await run(
                stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3],
                "--resolution", resolution)
            #expect(csv.status == 0)
            #expect(csv.lines.count == count + 1)
            #expect(csv.lines.first?.hasPrefix("meter,start_utc,end_utc,") == true)
        }
        let json = try await run(
            stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3],
            "--resolution", "day", "--format", "json")
        let rows = try JSONSerialization.jsonObject(
            with: Data(json.lines.joined(separator: "\n").utf8))
        #expect((rows as? [[String: Any]])?.count == 2)
        let lines = try await run(
            stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3], "--format",
            "original")
        #expect(lines.lines.count == 2 * 1_380)
        for format in ["original", "teensy"] {
            let twice = try await run(
                stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3],
                "--format", format, "--resolution", "day")
            #expect(twice.status == 64)
            #expect(
                twice.lines.first
                    == "Error: --format \(format) writes the minutes of each day and has no "
                    + "--resolution; leave it out, or write --format csv or json")
        }
        let given = try await run(
            stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3], "--format",
            "original", "--direction", "export")
        #expect(given.lines.count == 2 * 1_380)
        #expect(lines.lines.first?.hasPrefix("20.11.26 00:00:59 25653.") == true)
        #expect(given.lines.first == "20.11.26 00:00:59 11002.000 0.000 0")
        let both = try await run(
            stored, "export", "--meter", "flat-1", span[0], span[1], span[2], span[3],
            "--direction", "export")
        #expect(both.status == 64)
        #expect(
            both.lines == [
                "meter-gateway: --direction is for --format original; the other formats have both"
            ])
        let nothing = try await run(
            stored, "export", "--meter", "flat-2", "--from", "2026-11-20", "--to", "2026-11-20")
        #expect(nothing.status == 1)
        #expect(nothing.lines == ["meter-gateway: nothing is known of 'flat-2' in that time"])
        let swapped = try await run(
            stored, "export", "--meter", "flat-1", "--from", "2026-11-21", "--to", "2026-11-19")
        #expect(swapped.status == 64)
        #expect(swapped.lines == ["meter-gateway: --to is before --from; swap them"])
    }

    @Test func `a meter that is configured no longer is exported`() async throws {
        let stored = try await household()
        let path = stored.folder.appending(path: "meters.yaml")
        let before = try String(contentsOf: path, encoding: .utf8)
        let lines = before.components(separatedBy: "\n").filter { !$0.contains("flat-1") }
        try lines.joined(separator: "\n").write(to: path, atomically: true, encoding: .utf8)
        for (format, count) in [("csv", 97), ("original", 1_380)] {
            let rows = try await run(
                stored, "export", "--meter", "flat-1", "--from", "2026-11-20", "--to",
                "2026-11-20", "--format", format)
            #expect(rows.status == 0)
            #expect(rows.lines.count == count)
        }
        let unknown = try await run(
            stored, "export", "--meter", "flat-9", "--from", "2026-11-20", "--to", "2026-11-20")
        #expect(unknown.status == 64)
    }

    @Test func `a day within a silence is drawn, for what went by in it is known`() async throws {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await household(days: [day, calendar.next(calendar.next(day))])
        let out = stored.folder.path + "/pictures"
        let drawn = try await run(
            stored, "report", "--date", "2026-11-21", "--meter", "flat-1", "--out", out)
        #expect(drawn.status == 0)
        #expect(drawn.lines == ["\(out)/flat-1-2026-11-21.png"])
        let after = try await run(
            stored, "report", "--date", "2026-11-24", "--meter", "flat-1", "--out", out)
        #expect(after.status == 1)
    }

    @Test func `what is a sensor is said to be one, or drawn`() async throws {
        let stored = try await household()
        let path = stored.folder.appending(path: "meters.yaml")
        let sensors = """
            sensors:
              - {id: rainwater, port: /dev/ttyUSB2, format: mb7060}
              - {id: off, port: /dev/ttyUSB3, format: mb7060, enabled: false}

            """
        let meters = try String(contentsOf: path, encoding: .utf8)
        try (meters + "\n" + sensors).write(to: path, atomically: true, encoding: .utf8)
        let out = stored.folder.path + "/pictures"
        for format in ["original", "teensy"] {
            let lines = try await run(
                stored, "export", "--meter", "rainwater", "--from", "2026-11-20", "--to",
                "2026-11-20", "--format", format)
            #expect(lines.status == 64)
            #expect(
                lines.lines == [
                    "meter-gateway: 'rainwater' is a sensor, and --format \(format) is for meters; "
                        + "write --format csv or json"
                ])
        }
        let month = try await run(
            stored, "report", "--month", "2026-11", "--meter", "rainwater", "--out", out)
        #expect(month.status == 64)
        #expect(
            month.lines == [
                "meter-gateway: a month is drawn of meters only, and 'rainwater' measures a level; "
                    + "write --date, or export it with --resolution day"
            ])
        let disabled = try await run(
            stored, "report", "--date", "2026-11-20", "--meter", "off", "--out", out)
        #expect(disabled.status == 1)
        #expect(disabled.lines == ["meter-gateway: the sensor 'off' is not enabled"])

        // Without a meter in the configuration, the sensors are what there is to draw.
        let alone = meters.components(separatedBy: "meters:\n")[0]
        try (alone + sensors).write(to: path, atomically: true, encoding: .utf8)
        let day = try await run(stored, "report", "--date", "2026-11-20", "--out", out)
        #expect(day.status == 1)
        #expect(
            day.lines == ["meter-gateway: nothing is known of 'rainwater' for 2026-11-20"])
    }

    @Test func `a chain verifies, survives backup and restore, and a changed record is named`()
        async throws
    {
        let stored = try await household()
        let whole = try await run(stored, "verify")
        #expect(whole.status == 0)
        #expect(whole.lines.count == 1)
        #expect(whole.lines.first?.hasPrefix("flat-1: whole, ") == true)

        let words = whole.lines.first?.split(separator: " ").map(String.init) ?? []
        let (records, hash) = (words.dropFirst(2).first ?? "", words.last ?? "")
        for (head, status, end) in [
            ("flat-1:\(records):\(hash)", 0, "record \(records) is the one told"),
            ("flat-1:1:\(hash)", 1, "which is not the one told"),
            ("flat-1:99999:\(hash)", 1, "BROKEN: there is no record 99999 any more"),
        ] {
            let told = try await run(stored, "verify", "--head", head)
            #expect(told.status == status)
            #expect(told.lines.last?.hasSuffix(end) == true, "\(told.lines)")
        }
        #expect(try await run(stored, "verify", "--head", "flat-7:1:\(hash)").status == 64)

        // A sensor of the configuration has a chain if it bears the name of a meter that had one.
        let path = stored.folder.appending(path: "meters.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let renamed = text.components(separatedBy: "\n").filter { !$0.contains("flat-1") }
            .joined(separator: "\n")
        try (renamed + "\nsensors:\n  - {id: flat-1, port: /dev/ttyUSB2, format: mb7060}\n")
            .write(to: path, atomically: true, encoding: .utf8)
        #expect(try await run(stored, "verify").lines == whole.lines)
        let other = try await run(stored, "verify", "--head", "flat-1:1:\(hash)")
        #expect(other.status == 1)
        #expect(other.lines.last?.hasSuffix("which is not the one told") == true)
        try text.write(to: path, atomically: true, encoding: .utf8)

        try FileManager.default.createDirectory(
            atPath: stored.folder.path + "/copies", withIntermediateDirectories: false)
        let copy = stored.folder.path + "/copies/copy.db"
        #expect(try await run(stored, "backup", copy).status == 0)
        let change = try ChildProcess([
            "/usr/bin/python3", "-c",
            """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.execute("UPDATE sealed SET text = replace(text, 'flat-1', 'flat-2') WHERE id = "
                       "(SELECT id FROM sealed ORDER BY id LIMIT 1 OFFSET 20)")
            db.commit()
            """, stored.folder.path + "/telegrams.db",
        ])
        #expect(await change.waitForEnd() == 0, "\(change.lines.entries)")
        let broken = try await run(stored, "verify")
        #expect(broken.status == 1)
        #expect(broken.lines.first?.hasPrefix("flat-1: BROKEN at record 21, ") == true)

        #expect(try await run(stored, "restore", copy).status == 0)
        let again = try await run(stored, "verify")
        #expect(again.status == 0)
        #expect(again.lines == whole.lines)
        #expect(
            try await run(stored, "restore", stored.folder.path + "/meters.yaml").status == 74)
    }

    @Test func `a head that is told of a sensor is not held`() async throws {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await household(days: [day], tankOn: day)
        let path = stored.folder.appending(path: "meters.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let tank = stored.house.tank
        try (text + "\nsensors:\n  - {id: \(tank), port: /dev/ttyUSB2, format: mb7060}\n")
            .write(to: path, atomically: true, encoding: .utf8)
        let plain = try await run(stored, "verify")
        #expect(plain.status == 0)
        #expect(plain.lines.count == 1)
        let hash = String(repeating: "0", count: 64)
        let told = try await run(stored, "verify", "--head", "\(tank):1:\(hash)")
        #expect(told.status == 1)
        #expect(told.lines.last == "\(tank): BROKEN: there is no record 1 any more")
    }

    @Test func `a quarter-hour that was altered or taken away is named, as is a record`()
        async throws
    {
        let stored = try await household()
        let hour = "the quarter-hour from 2026-11-20T"
        for (statement, line) in [
            (
                "UPDATE series SET body = (SELECT body FROM series WHERE id = {6}) WHERE id = {4}",
                "BROKEN: \(hour)01:00:00+01:00 is not what record 5 says"
            ),
            (
                "DELETE FROM series WHERE id = {2}",
                "BROKEN: \(hour)00:30:00+01:00, which record 3 tells of, is not there"
            ),
            (
                "UPDATE sealed SET text = CAST(text AS BLOB) WHERE id & 255 = 2",
                "BROKEN at record 2, \(hour)00:15:00+01:00"
            ),
            ("DELETE FROM sealed WHERE id & 255 = 1", "BROKEN: record 1 is not there"),
        ] {
            let change = try ChildProcess([
                "/usr/bin/python3", "-c",
                """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1])
                rows = db.execute("SELECT id FROM series WHERE minutes = 15 ORDER BY id")
                db.execute(sys.argv[2].format(*[key for key, in rows]))
                db.commit()
                """, stored.folder.path + "/telegrams.db", statement,
            ])
            #expect(await change.waitForEnd() == 0, "\(change.lines.entries)")
            let broken = try await run(stored, "verify")
            #expect(broken.status == 1)
            #expect(broken.lines == ["flat-1: " + line])
        }
    }

    @Test func `without a history the commands say so`() async throws {
        let stored = try await household()
        try FileManager.default.removeItem(atPath: stored.folder.path + "/telegrams.db")
        let verify = try await run(stored, "verify")
        #expect(verify.status == 69)
        #expect(
            verify.lines == [
                "meter-gateway: there is no history in \(stored.folder.path) yet; start the gateway once"
            ])
    }

    @Test func `a command that cannot be carried out says what to do`() async throws {
        let stored = try await household()
        let folder = stored.folder.path
        for (command, file, text) in [
            (
                "restore", "\(folder)/nofile",
                "there is no file \(folder)/nofile; name the copy that `backup` wrote"
            ),
            ("restore", folder, "\(folder) is no copy of a gateway's database: it is a folder"),
            (
                "backup", "\(folder)/nodir/x.db",
                "\(folder)/nodir/x.db cannot be written; make the folder \(folder)/nodir first"
            ),
        ] {
            let refused = try await run(stored, command, file)
            #expect(refused.status == 74)
            #expect(refused.lines == ["meter-gateway: " + text])
        }
        let head = try await run(stored, "verify", "--head", "foo")
        #expect(head.status == 64)
        #expect(
            head.lines.contains {
                $0.hasSuffix(
                    "'foo' is no head; write it as flat-1:35040:HASH, with the number of records "
                        + "and the 64 digits of the hash that `verify` printed")
            }, "\(head.lines)")
        let ending = " yet; rows are made once a minute while the gateway runs"
        let report = try await run(
            stored, "report", "--date", "today", "--meter", "flat-2", "--out", folder)
        #expect(report.status == 1)
        #expect(report.lines.count == 1 && report.lines[0].hasSuffix(ending), "\(report.lines)")
        let export = try await run(
            stored, "export", "--meter", "flat-2", "--from", "yesterday", "--to", "today")
        #expect(export.status == 1)
        #expect(
            export.lines.last
                == "meter-gateway: nothing is known of 'flat-2' in that time" + ending)
    }
}
