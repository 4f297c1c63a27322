// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Testing

/// What the sections about pages, mail, reports, day files and retention come to.
struct ServiceTests {
    @Test func `what is not asked for is off, and rows are kept for ever from the quarter-hour up`()
        throws
    {
        let configuration = try load(smallest).get().configuration
        #expect(configuration.http == nil)
        #expect(configuration.mail == nil)
        #expect(configuration.reports.isEmpty)
        #expect(configuration.dayFiles == nil)
        #expect(configuration.meters.first?.referencePower == nil)
        let kept = configuration.gateway.seriesRetention
        #expect(kept.minutes == .seconds(90 * 86_400))
        #expect(
            [kept.quarterHours, kept.hours, kept.days, kept.months].allSatisfy { $0 == nil })
    }

    @Test func `an empty section takes all defaults`() throws {
        let configuration = try load(smallest + "http:\nday_files:\n").get().configuration
        #expect(configuration.http?.listen == ListenAddress(host: "127.0.0.1", port: 8_480))
        #expect(configuration.http?.access == .loopback)
        #expect(configuration.http?.hosts == [])
        #expect(configuration.http?.streams == 16)
        #expect(configuration.dayFiles?.folder == "/var/lib/meter-gateway/days")
        #expect(configuration.dayFiles?.format == .original)
    }

    @Test func `every new key means what it says`() throws {
        let text = """
            version: 1
            gateway:
              state_dir: /srv/gw
              retention: {telegrams: 3d, minutes: forever, quarter_hours: 3650d, hours: 30d, days: 52w, months: forever}
            mqtt: {url: mqtt://localhost}
            http:
              listen: "[::]:80"
              token_file: http.token
              hosts: [Cellar.lan, 192.0.2.4]
              streams: 4
            mail: {sendmail: [/usr/bin/msmtp, --file=/etc/msmtprc], from: meters@example.org}
            reports:
              - {at: 06:30, to: [owner@example.org, o.w+ner@example.org]}
              - at: "7:05"
                every: month
                to: [owner@example.org]
                meters: [flat-2, off]
                language: lb
            day_files: {folder: /srv/days, format: teensy}
            meters:
              - {id: flat-1, port: /dev/a, reference_power: 7kW}
              - {id: flat-2, port: /dev/b, reference_power: 6.9 kW}
              - {id: off, port: /dev/c, enabled: false}
            """
        let files = MemoryFiles([
            "/etc/gw/http.token": Keys.one + Keys.two + "\n", "/usr/bin/msmtp": "",
        ])
        let loaded = try load(text, files: files).get()
        #expect(loaded.warnings.isEmpty)
        let configuration = loaded.configuration
        let kept = configuration.gateway.seriesRetention
        #expect(kept.minutes == nil)
        #expect(kept.quarterHours == .seconds(3_650 * 86_400))
        #expect(kept.hours == .seconds(30 * 86_400))
        #expect(kept.days == .seconds(364 * 86_400))
        #expect(kept.months == nil)

        let http = try #require(configuration.http)
        #expect(http.listen == ListenAddress(host: "::", port: 80))
        #expect(http.listen.description == "[::]:80")
        #expect(http.hosts == ["cellar.lan", "192.0.2.4"])
        #expect(http.streams == 4)
        guard case .token(let token) = http.access else {
            Issue.record("the token is not asked for")
            return
        }
        #expect(token.matches(Keys.one + Keys.two))
        #expect(!token.matches(Keys.one))
        #expect(!token.matches(Keys.two + Keys.one))
        #expect("\(token)" == "token \(token.fingerprint)")

        #expect(configuration.mail?.command == ["/usr/bin/msmtp", "--file=/etc/msmtprc"])
        #expect(configuration.mail?.from.text == "meters@example.org")
        let daily = configuration.reports[0]
        #expect(daily.at.minuteOfDay == 390)
        #expect(daily.every == .day)
        #expect(daily.recipients.map(\.text) == ["owner@example.org", "o.w+ner@example.org"])
        #expect(daily.meters.map(\.text) == ["flat-1", "flat-2"])
        #expect(daily.language == .english)
        let monthly = configuration.reports[1]
        #expect(monthly.at.description == "07:05")
        #expect(monthly.every == .month)
        #expect(monthly.meters.map(\.text) == ["flat-2", "off"])
        #expect(monthly.language == .luxembourgish)
        #expect(configuration.dayFiles?.folder == "/srv/days")
        #expect(configuration.dayFiles?.format == .teensy)
        #expect(
            configuration.meters.map(\.referencePower) == [
                FixedPoint(7), FixedPoint(69, decimals: 1), nil,
            ])
        #expect(
            ResolvedPlan(configuration).rendered().contains(
                """
                pages        http://[::]:80, for whoever has the token \(token.fingerprint)
                             also as cellar.lan, 192.0.2.4
                             at most 4 live streams
                mail         from meters@example.org through /usr/bin/msmtp
                report       each day at 06:30 to owner@example.org, o.w+ner@example.org
                             of flat-1, flat-2, in English
                report       on the first of each month at 07:05 to owner@example.org
                             of flat-2, off, in Luxembourgish
                day files    in /srv/days, teensy lines

                """))
    }

    @Test func `two reports may have the same address, and a report may be of sensors alone`()
        throws
    {
        let text = """
            version: 1
            mqtt: {url: mqtt://localhost}
            mail: {from: a@b, sendmail: /usr/bin/msmtp}
            reports:
              - {at: 06:30, to: [owner@example.org]}
              - {at: 07:00, to: [owner@example.org], language: de}
            sensors:
              - {id: rainwater, port: /dev/a, format: mb7060}
              - {id: cellar, port: /dev/b, format: mb7060}
              - {id: off, port: /dev/c, format: mb7060, enabled: false}
            """
        let files = MemoryFiles(["/usr/bin/msmtp": ""])
        let configuration = try load(text, files: files).get().configuration
        #expect(configuration.reports.map(\.meters) == [[], []])
        #expect(
            ResolvedPlan(configuration).rendered().contains(
                """
                report       each day at 06:30 to owner@example.org
                             of rainwater, cellar, in English
                report       each day at 07:00 to owner@example.org
                             of rainwater, cellar, in German

                """))
    }

    @Test(arguments: [
        ("127.0.0.1:80", true), ("127.8.9.10:80", true), ("localhost:80", true),
        ("[::1]:80", true), ("127.0.0.256:80", false), ("192.0.2.4:80", false), ("[::]:80", false),
        ("cellar.lan:80", false),
    ])
    func `only an address of this machine needs neither a token nor a word`(
        _ address: String, _ isLoopback: Bool
    ) throws {
        let text = smallest + "http: {listen: \"\(address)\""
        #expect(complaints(text + "}\n").isEmpty == isLoopback)
        let open = try load(text + ", auth: none}\n").get().configuration.http
        #expect(open?.access == (isLoopback ? .loopback : .open))
    }

    @Test(arguments: [
        "owner", "@", "a@", "@b", "a@b@c", "a b@c", "-f@x", "a@-b", "a@b..c", "a@b,c@d", "ä@b.lu",
        "a\r\nBcc: x@b.c", "<a@b>", String(repeating: "a", count: 65) + "@b",
    ])
    func `what could be more than one address is no address`(_ text: String) {
        #expect(MailAddress(text) == nil)
    }
}
