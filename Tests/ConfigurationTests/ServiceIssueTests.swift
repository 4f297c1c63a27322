// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about pages, mail, reports, day files and retention, word for word.
struct ServiceIssueTests {
    /// Lines below the smallest configuration, the first of which is its line 7, and the complaint.
    static let lines: [(String, String)] = [
        (
            "http: {listen: \"0.0.0.0:8480\"}",
            "7:16: http.listen: others could see the meters at 0.0.0.0:8480 without showing a token; "
                + "add token_file: http.token with 32 hex digits in it (openssl rand -hex 16), "
                + "or auth: none if everybody on the network may see them"
        ),
        (
            "http: {listen: \"[fe80::1]:80\"}",
            "7:16: http.listen: others could see the meters at [fe80::1]:80 without showing a token; "
                + "add token_file: http.token with 32 hex digits in it (openssl rand -hex 16), "
                + "or auth: none if everybody on the network may see them"
        ),
        (
            "http: {listen: 127.0.0.1.example.org}",
            "7:16: http.listen: others could see the meters at 127.0.0.1.example.org without showing a token; "
                + "add token_file: http.token with 32 hex digits in it (openssl rand -hex 16), "
                + "or auth: none if everybody on the network may see them"
        ),
        (
            "http: {listen: \":8480\"}",
            "7:16: http.listen: ':8480' has no valid address; "
                + "write address:port, such as 127.0.0.1:8480, or 0.0.0.0:8480 for all"
        ),
        (
            "http: {listen: \"localhost:0\"}",
            "7:16: http.listen: the port is not a number from 1 to 65535; "
                + "write address:port, such as 127.0.0.1:8480, or 0.0.0.0:8480 for all"
        ),
        (
            "http: {listen: \"http://localhost:80/x\"}",
            "7:16: http.listen: 'http://localhost:80/x' is more than an address and a port; "
                + "write address:port, such as 127.0.0.1:8480, or 0.0.0.0:8480 for all"
        ),
        (
            "http: {auth: off}",
            "7:14: http.auth: expected none, found 'off'; write none, or give token_file instead"
        ),
        (
            "http: {token: \(Keys.one), auth: none}",
            "7:55: http.auth: both a token and 'auth' are given; "
                + "remove auth: none, or the token if really everybody may see the meters"
        ),
        (
            "http: {token: short}",
            "7:15: http.token: a token has 32 to 256 hex digits, found 5 characters; "
                + "make one with 'openssl rand -hex 16'"
        ),
        (
            "http: {token: \(Keys.one)ZZ}",
            "7:15: http.token: a token is made of hex digits, but character 33 is none; "
                + "make one with 'openssl rand -hex 16'"
        ),
        (
            "http: {token: \(String(repeating: "0", count: 40))}",
            "7:15: http.token: anybody could guess this token; make one with 'openssl rand -hex 16'"
        ),
        (
            "http: {token_file: http.token}",
            "7:20: http.token_file: the file does not exist; "
                + "create it, or correct its path; what is secret goes into the file, not here"
        ),
        (
            "http: {hosts: [\"cellar.lan:80\"]}",
            "7:16: http.hosts[0]: 'cellar.lan:80' is no host name; write the name alone, such as cellar.lan"
        ),
        (
            "http: {streams: 0}",
            "7:17: http.streams: 0 is out of range; write a number from 1 to 256"
        ),
        ("http: {stream: 4}", "7:8: http: unknown key 'stream'; did you mean 'streams'?"),
        ("htp: {}", "7:1: htp: unknown key 'htp'; did you mean 'http'?"),
        (
            "mail: {}",
            "7:7: mail.from: the key is missing; write from: meters@example.org"
        ),
        (
            "mail: {from: \"Meters <meters@example.org>\"}",
            "7:14: mail.from: '…@example.org>' is no mail address; "
                + "write the address alone, such as owner@example.org"
        ),
        (
            "mail: {from: a@b, sendmail: msmtp}",
            "7:29: mail.sendmail: 'msmtp' is no whole path; write it whole, such as /usr/sbin/sendmail"
        ),
        (
            "mail: {from: a@b, sendmail: /usr/bin/msmtp -t}",
            "7:29: mail.sendmail: a program with options is written as a list; "
                + "write [/usr/bin/msmtp, --file=/etc/msmtprc]"
        ),
        (
            "mail: {from: a@b, sendmail: []}",
            "7:29: mail.sendmail: the list is empty; write the program, such as /usr/sbin/sendmail"
        ),
        (
            "mail: {from: a@b, sendmail: /usr/bin/nothing}",
            "7:29: warning: mail.sendmail: there is no program /usr/bin/nothing; "
                + "install one, such as Debian's msmtp-mta"
        ),
        (
            "day_files: {format: teensi}",
            "7:21: day_files.format: 'teensi' must be one of: original, teensy; did you mean 'teensy'?"
        ),
        (
            "dayfiles: {}",
            "7:1: dayfiles: unknown key 'dayfiles'; did you mean 'day_files'?"
        ),
        (
            "gateway: {retention: {minutes: always}}",
            "7:32: gateway.retention.minutes: 'always' is no duration; write forever, or a duration such as 90d"
        ),
        (
            "gateway: {retention: {quarter_hours: 1h}}",
            "7:38: gateway.retention.quarter_hours: 1h is out of range; write a duration from 1d to 3660d"
        ),
        (
            "gateway: {retention: {quarterhours: 90d}}",
            "7:23: gateway.retention: unknown key 'quarterhours'; did you mean 'quarter_hours'?"
        ),
        (
            "gateway: {retention: {telegrams: forever}}",
            "7:34: gateway.retention.telegrams: 'forever' is no duration; "
                + "write a whole number and ms, s, m, h, d or w, such as 10s"
        ),
    ]

    @Test(arguments: lines)
    func `C4 a slip about pages, mail, files or retention is named with its place`(
        _ lines: String, _ complaint: String
    ) {
        #expect(complaints(smallest + lines + "\n") == ["meters.yaml:" + complaint])
    }

    /// Entries of `reports`, the first of which begins in line 9, and the complaints.
    static let reports: [(String, [String])] = [
        (
            "{to: [a@b]}",
            ["9:5: reports[0].at: the key is missing; write at: \"06:30\""]
        ),
        (
            "{at: 24:00, to: [a@b]}",
            [
                "9:10: reports[0].at: '24:00' is no time of day; write hours and minutes, such as \"06:30\""
            ]
        ),
        (
            "{at: 6.30, to: a@b}",
            [
                "9:10: reports[0].at: '6.30' is no time of day; write hours and minutes, such as \"06:30\"",
                "9:20: reports[0].to: a list is expected here; begin each entry with '- ', or write [one, two]",
            ]
        ),
        (
            "{at: 06:30, to: []}",
            ["9:21: reports[0].to: nobody would get it; write to: [owner@example.org]"]
        ),
        (
            "{at: 06:30, to: [a@b, owner]}",
            [
                "9:27: reports[0].to[1]: 'owner' is no mail address; "
                    + "write the address alone, such as owner@example.org"
            ]
        ),
        (
            "{at: 06:30, to: [a@b.lu, c@d, A@B.lu]}",
            [
                "9:35: reports[0].to[2]: '…@B.lu' stands in reports[0].to[0] (line 9) already; "
                    + "name each address once"
            ]
        ),
        (
            "{at: 06:30, to: [a@b, zoë@b.lu, a@gîte.lu]}",
            [
                "9:27: reports[0].to[1]: '…@b.lu' has letters that are not ASCII; "
                    + "write the address as a-z, 0-9 and signs, a domain in other letters as xn--…",
                "9:37: reports[0].to[2]: '…@gîte.lu' has letters that are not ASCII; "
                    + "write the address as a-z, 0-9 and signs, a domain in other letters as xn--…",
            ]
        ),
        (
            "{at: 06:30, to: [a@b], meters: [flat-1, flat-1]}",
            [
                "9:45: reports[0].meters[1]: 'flat-1' stands in reports[0].meters[0] (line 9) already; "
                    + "name each meter once"
            ]
        ),
        (
            "{at: 06:30, to: [a@b], every: week}",
            ["9:35: reports[0].every: 'week' must be one of: day, month; write one of them"]
        ),
        (
            "{at: 06:30, to: [a@b], language: english}",
            [
                "9:38: reports[0].language: 'english' must be one of: en, de, fr, lb; write one of them"
            ]
        ),
        (
            "{at: 06:30, to: [a@b], meters: [flat-1, flat-2]}",
            ["9:45: reports[0].meters[1]: there is no meter 'flat-2'; did you mean 'flat-1'?"]
        ),
        (
            "{at: 06:30, to: [a@b], meters: [shop]}",
            ["9:37: reports[0].meters[0]: there is no meter 'shop'; the meters are flat-1"]
        ),
        (
            "{at: 06:30, to: [a@b], meters: []}",
            [
                "9:36: reports[0].meters: there would be no meter in it; name some, or remove the line for all"
            ]
        ),
    ]

    @Test(arguments: reports)
    func `C4 a report that cannot be sent is named with its place`(
        _ entry: String, _ expected: [String]
    ) {
        let text = smallest + "mail: {from: a@b}\nreports:\n  - \(entry)\n"
        let files = MemoryFiles(["/usr/sbin/sendmail": ""])
        #expect(complaints(text, files: files) == expected.map { "meters.yaml:" + $0 })
    }

    @Test func `reports need a way to send mail`() {
        #expect(
            complaints(smallest + "reports:\n  - {at: 06:30, to: [a@b]}\n") == [
                "meters.yaml:8:3: reports: there is no section 'mail' to send them with; "
                    + "add 'mail:' and under it 'from: meters@example.org'"
            ])
    }

    @Test(arguments: ["7", "kW", "-7kW", "0kW", "7000kW", "7 kVA", "1.2345kW", "7,5kW"])
    func `a reference power that is none is refused`(_ power: String) {
        #expect(
            complaints(smallest + "    reference_power: \(power)\n") == [
                "meters.yaml:7:22: meters[0].reference_power: '\(power)' is no power; "
                    + "write kilowatts with their unit, such as 7kW"
            ])
    }

    @Test func `C6 a token file that others may read is refused`() {
        var files = MemoryFiles()
        files.files["/etc/gw/t"] = FileContents(
            bytes: Array(Keys.one.utf8), permissions: 0o644, owner: 1_000)
        #expect(
            complaints(smallest + "http: {token_file: t}\n", files: files) == [
                "meters.yaml:7:20: http.token_file: t is open to others (mode 0644); run 'chmod 600 t'"
            ])
    }
}
