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
    private func household() async throws -> StoredHousehold {
        let calendar = try Household().calendar
        let day = calendar.day(year: 2026, month: 11, day: 20)
        let stored = try await StoredHousehold(
            days: [day, calendar.next(day)], silences: [600..<660])
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
        let nothing = try await run(
            stored, "export", "--meter", "flat-2", "--from", "2026-11-20", "--to", "2026-11-20")
        #expect(nothing.status == 1)
        #expect(nothing.lines == ["meter-gateway: nothing is known of 'flat-2' in that time"])
        let swapped = try await run(
            stored, "export", "--meter", "flat-1", "--from", "2026-11-21", "--to", "2026-11-19")
        #expect(swapped.status == 64)
        #expect(swapped.lines == ["meter-gateway: --to is before --from; swap them"])
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

    @Test func `without a history the commands say so`() async throws {
        let stored = try await household()
        try FileManager.default.removeItem(atPath: stored.folder.path + "/telegrams.db")
        let verify = try await run(stored, "verify")
        #expect(verify.status == 69)
        #expect(
            verify.lines == ["meter-gateway: there is no history yet; start the gateway once"])
    }
}
