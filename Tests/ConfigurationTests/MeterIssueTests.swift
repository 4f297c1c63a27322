// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about meters, word for word.
struct MeterIssueTests {
    /// A line added to the smallest configuration's meter, and the complaint about it.
    static let meterLines: [(String, String)] = [
        ("baudrate: 9600", "7:5: meters[0]: unknown key 'baudrate'; did you mean 'baud'?"),
        ("keyfile: x", "7:5: meters[0]: unknown key 'keyfile'; did you mean 'key_file'?"),
        ("pariti: even", "7:5: meters[0]: unknown key 'pariti'; did you mean 'parity'?"),
        (
            "zzz: 1",
            "7:5: meters[0]: unknown key 'zzz'; the keys here are id, name, enabled, port, baud, parity, gap, record, "
                + "key, key_file, auth_key, auth_key_file, interval, authentication, allow_plaintext, winter_offset, "
                + "data_request, reference_power"
        ),
        (
            "baud: fast",
            "7:11: meters[0].baud: expected a whole number, found 'fast'; write digits only, such as 115200"
        ),
        (
            "baud: 0115200",
            "7:11: meters[0].baud: a number with a leading zero is octal to some readers; write it without the zero"
        ),
        (
            "baud: 1e3",
            "7:11: meters[0].baud: expected a whole number, found '1e3'; write digits only, such as 115200"
        ),
        (
            "baud: 115_200",
            "7:11: meters[0].baud: expected a whole number, found '115_200'; write digits only, such as 115200"
        ),
        (
            "baud: 0x2580",
            "7:11: meters[0].baud: expected a whole number, found '0x2580'; write digits only, such as 115200"
        ),
        (
            "baud: 12:30",
            "7:11: meters[0].baud: expected a whole number, found '12:30'; write digits only, such as 115200"
        ),
        (
            "baud: 99999999999999999999",
            "7:11: meters[0].baud: … is out of range; write a number from 300 to 921600"
        ),
        (
            "baud: -9600",
            "7:11: meters[0].baud: -9600 is out of range; write a number from 300 to 921600"
        ),
        (
            "baud: 9601",
            "7:11: meters[0].baud: 9601 is no speed of a serial port; write one of 300, 600, 1200, 2400, 4800, 9600, "
                + "19200, 38400, 57600, 115200, 230400, 460800, 921600"
        ),
        (
            "baud:",
            "7:10: meters[0].baud: there is no value; write one behind the colon, or remove the line"
        ),
        (
            "baud: [9600]",
            "7:11: meters[0].baud: a single value is expected here; write it behind the colon"
        ),
        (
            "enabled: yes",
            "7:14: meters[0].enabled: expected true or false, found 'yes'; write true or false, without quotes and in small letters"
        ),
        (
            "allow_plaintext: off",
            "7:22: meters[0].allow_plaintext: expected true or false, found 'off'; write true or false, without quotes and in small letters"
        ),
        (
            "parity: no",
            "7:13: meters[0].parity: 'no' must be one of: none, even, odd; write one of them"
        ),
        (
            "parity: evn",
            "7:13: meters[0].parity: 'evn' must be one of: none, even, odd; did you mean 'even'?"
        ),
        (
            "authentication: no",
            "7:21: meters[0].authentication: 'no' must be one of: strict, crc, off; write one of them"
        ),
        (
            "interval: 10",
            "7:15: meters[0].interval: the duration '10' has no unit; write 10s or 10ms"
        ),
        (
            "interval: soon",
            "7:15: meters[0].interval: 'soon' is no duration; write a whole number and ms, s, m, h, d or w, such as 10s"
        ),
        (
            "interval: 1:30",
            "7:15: meters[0].interval: '1:30' is no duration; write a whole number and ms, s, m, h, d or w, such as 10s"
        ),
        (
            "interval: 500ms",
            "7:15: meters[0].interval: 500ms is out of range; write a duration from 1s to 1d"
        ),
        ("gap: 0s", "7:10: meters[0].gap: 0s is out of range; write a duration from 10ms to 1m"),
        (
            "winter_offset: CET",
            "7:20: meters[0].winter_offset: 'CET' is no offset from UTC; write it like \"+01:00\""
        ),
        (
            "winter_offset: \"+99:00\"",
            "7:20: meters[0].winter_offset: '+99:00' is no offset from UTC; write it like \"+01:00\""
        ),
        (
            "data_request: 17",
            "7:19: meters[0].data_request: keys with values are expected here; write 'key: value' lines, or {key: value, key: value}"
        ),
        (
            "data_request: {line: 17}",
            "7:19: meters[0].data_request.chip: the key is missing; write the label, name or path of a chip, such as gpiochip0"
        ),
        (
            "data_request: {chip: gpiochip0}",
            "7:19: meters[0].data_request: neither 'line' nor 'line_name' is given; write line: 17 or line_name: GPIO17"
        ),
        (
            "data_request: {chip: c, line: 017}",
            "7:35: meters[0].data_request.line: a number with a leading zero is octal to some readers; write it without the zero"
        ),
        (
            "data_request: {chip: c, line: 1, line_name: x}",
            "7:49: meters[0].data_request.line_name: both 'line' and 'line_name' are given; keep one of them"
        ),
        (
            "data_request: {chip: c, line: 1, on_exit: of}",
            "7:47: meters[0].data_request.on_exit: 'of' must be one of: release, off, keep; did you mean 'off'?"
        ),
        (
            "name: \"a\\nb\"",
            "7:11: meters[0].name: the text holds control characters; write it in one line without them"
        ),
        (
            "key: ${FLAT1_KEY}",
            "7:10: meters[0].key: the environment variable FLAT1_KEY is not set; set it, or write ${FLAT1_KEY:-default}"
        ),
        (
            "key: ${FLAT1",
            "7:10: meters[0].key: '${' is not followed by NAME} or NAME:-default}; write ${NAME}, or $${ for the two characters themselves"
        ),
        (
            "key: !vault x",
            "7:10: meters[0].key: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "name: !!str Flat",
            "7:11: meters[0].name: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "name: !!str \"Flat\"",
            "7:11: meters[0].name: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "name: ! Flat",
            "7:11: meters[0].name: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "enabled: !!bool true",
            "7:14: meters[0].enabled: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "data_request: !!map {chip: gpiochip0, line: 17}",
            "7:19: meters[0].data_request: the tag is not known here; leave it out; only !secret has a meaning"
        ),
        (
            "!!str name: Flat",
            "7:5: meters[0]: a key must be a plain word; write it as 'key: value'"
        ),
    ]

    @Test(arguments: meterLines)
    func `C3 C8 a wrong value is named with its place and a remedy`(
        _ line: String, _ complaint: String
    ) {
        #expect(complaints(smallest + "    \(line)\n") == ["meters.yaml:" + complaint])
    }

    @Test(arguments: [
        ("Flat-1", "'Flat-1' is no id; did you mean 'flat-1'?"),
        ("Flat 1 / <b>", "'Flat 1 / <b>' is no id; did you mean 'flat-1-b'?"),
        ("-", "'-' is no id; write 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit"),
        (
            "gateway",
            "'gateway' is the gateway's own name in topics; write 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit"
        ),
    ])
    func `C11 an id that cannot stand in a topic is refused with one that can`(
        _ id: String, _ complaint: String
    ) {
        #expect(
            complaints(smallest.replacing("flat-1", with: "\"\(id)\"")) == [
                "meters.yaml:5:9: meters[0].id: \(complaint)"
            ])
    }

    @Test func `C11 a name for people may be any text`() throws {
        let loaded = try load(smallest + "    name: \"Flat <b>1</b> / été\"\n").get()
        #expect(loaded.configuration.meters.first?.name == "Flat <b>1</b> / été")
    }
}
