// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints, word for word.
struct IssueTests {
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
    ]

    @Test(arguments: meterLines)
    func `C3 C8 a wrong value is named with its place and a remedy`(
        _ line: String, _ complaint: String
    ) {
        #expect(complaints(smallest + "    \(line)\n") == ["meters.yaml:" + complaint])
    }

    /// A key in an extra file `k`, or what stands behind `key:`, and the complaint about it.
    static let keyTexts: [(String, String)] = [
        ("", "expected 32 hex digits, found 0; copy the whole key from the grid operator's letter"),
        (
            String(Keys.one.dropLast()),
            "expected 32 hex digits, found 31; copy the whole key from the grid operator's letter"
        ),
        (
            Keys.one + "00",
            "expected 32 hex digits, found 34; copy the whole key from the grid operator's letter"
        ),
        (
            Keys.one.replacing("08", with: "0 8"),
            "expected 32 hex digits, but character 18 is none; write the digits 0-9 and A-F without blanks between them"
        ),
        (
            "XY" + Keys.one.dropFirst(2),
            "expected 32 hex digits, but character 1 is none; write the digits 0-9 and A-F without blanks between them"
        ),
        (
            String(repeating: "0", count: 32),
            "the key is all zeros; enter the one from the grid operator's letter"
        ),
        (
            "00112233445566778899AABBCCDDEEFF",
            "this is the public authentication key, not the meter's own; enter the key from the grid operator's letter"
        ),
    ]

    @Test(arguments: keyTexts)
    func `C5 a key that is none is refused without being shown`(_ key: String, _ complaint: String)
    {
        let inFile = complaints(
            smallest + "    key_file: k\n", files: MemoryFiles(["/etc/gw/k": "  \(key)\n"]))
        #expect(inFile == ["meters.yaml:7:15: meters[0].key_file: k: \(complaint)"])
        let inEnvironment = complaints(smallest + "    key: ${K}\n", environment: ["K": key])
        if !key.isEmpty {
            #expect(inEnvironment == ["meters.yaml:7:10: meters[0].key: \(complaint)"])
        }
    }

    @Test func `C5 an unquoted key of digits keeps all of them`() throws {
        let digits = "01234567890123456789012345678901"
        let plain = try load(smallest + "    key: \(digits)\n").get()
        let quoted = try load(smallest + "    key: \"\(digits)\"\n").get()
        #expect(plain.configuration.meters == quoted.configuration.meters)
        #expect(plain.configuration.meters.first?.key != nil)
    }

    @Test func `C7 a key in a configuration that others may read is refused`() {
        let text = smallest + "    key: \(Keys.one)\n"
        #expect(
            complaints(text, permissions: 0o644) == [
                "meters.yaml:7:10: meters[0].key: the secret stands in a file that others may read (mode 0644); "
                    + "run 'chmod 600 /etc/gw/meters.yaml', or keep it in a file of its own or in ${NAME}"
            ])
        #expect(complaints(text, permissions: 0o600).isEmpty)
        #expect(
            complaints(
                smallest + "    key: ${K}\n", environment: ["K": Keys.one], permissions: 0o644
            ).isEmpty)
        #expect(!complaints(smallest + "    key: ${K:-\(Keys.one)}\n", permissions: 0o644).isEmpty)
    }

    @Test(arguments: [
        (
            "ttyUSB0",
            "6:11: meters[0].port: 'ttyUSB0' is relative to the configuration file; did you mean '/dev/ttyUSB0'?"
        ),
        (
            "rfc2217://192.0.2.1:4000",
            "6:11: meters[0].port: only tcp:// is read over the network; write tcp://host:port or a path such as /dev/ttyUSB0"
        ),
        (
            "tcp://192.0.2.1",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://192.0.2.1:70000",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://:3000",
            "6:11: meters[0].port: the address has no valid host; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://me:secret@h:1",
            "6:11: meters[0].port: the address holds a user name or password; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://[::1]:0",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
    ])
    func `a port that cannot be opened is refused`(_ port: String, _ complaint: String) {
        #expect(
            complaints(smallest.replacing("/dev/ttyUSB0", with: "\"\(port)\"")) == [
                "meters.yaml:" + complaint
            ])
    }

    @Test(arguments: [
        (
            "localhost",
            "the URL does not begin with mqtt:// or mqtts://; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
        (
            "http://localhost",
            "the URL does not begin with mqtt:// or mqtts://; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
        (
            "mqtt://user:secret@host",
            "the URL holds a user name or password; write them under username and password_file"
        ),
        (
            "mqtt://host/path",
            "the URL has more than a host and a port; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
        (
            "mqtt://",
            "the URL has no valid host; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
        (
            "mqtt://[::1",
            "the URL has no valid host; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
        (
            "mqtt://host:port",
            "the URL's port is not a number from 1 to 65535; write mqtts://broker.example:8883, or mqtt:// for clear text"
        ),
    ])
    func `a broker that cannot be reached is refused`(_ url: String, _ complaint: String) {
        #expect(
            complaints(smallest.replacing("mqtt://localhost", with: "\"\(url)\"")) == [
                "meters.yaml:3:8: mqtt.url: " + complaint
            ])
    }

    @Test(arguments: [
        ("mqtt://localhost", "mqtt://localhost:1883"),
        ("mqtts://h.example", "mqtts://h.example:8883"),
        ("mqtts://h:1234/", "mqtts://h:1234"),
        ("mqtt://[2001:db8::1]", "mqtt://[2001:db8::1]:1883"),
        ("mqtt://[::1]:99", "mqtt://[::1]:99"),
    ])
    func `a broker's URL may leave out the port`(_ url: String, _ broker: String) throws {
        let loaded = try load(smallest.replacing("mqtt://localhost", with: "\"\(url)\"")).get()
        #expect(loaded.configuration.mqtt.broker.description == broker)
    }

    @Test(arguments: [
        ("meters/+", "a topic to publish to cannot hold + or #"),
        ("#", "a topic to publish to cannot hold + or #"),
        ("$SYS/meters", "topics that begin with $ belong to the broker"),
        ("a//b", "the topic has an empty level"), ("/meters", "the topic has an empty level"),
        ("meters/", "the topic has an empty level"),
        ("a\\0b", "a topic cannot hold NUL or other control characters"),
    ])
    func `C10 a topic that no broker takes is refused`(_ topic: String, _ problem: String) {
        let text = smallest.replacing(
            "localhost\n", with: "localhost\n  base_topic: \"\(topic)\"\n")
        #expect(
            complaints(text) == [
                "meters.yaml:4:15: mqtt.base_topic: \(problem); write something like meters or house/meters"
            ])
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

    @Test func `C4 what two places cannot both have is named with both`() {
        let text = """
            version: 1
            mqtt: {url: mqtt://localhost}
            meters:
              - {id: house, port: /dev/ttyUSB0, record: a.bin, data_request: {chip: gpiochip0, line: 17}}
              - {id: house, port: /dev/ttyUSB0, record: a.bin, data_request: {chip: /dev/gpiochip0, line: 17}}
              - {id: attic, port: "tcp://H:1", key: \(Keys.one)}
            sensors:
              - {id: house, port: "tcp://h:1", format: mb7060}
              - id: tank
                port: /dev/ttyUSB1
                format: mb7060
                poll: {every: 60s, line: {chip: gpiochip0, line: 17}}
            """
        #expect(
            complaints(text) == [
                "meters.yaml:5:10: meters[1].id: 'house' is already used by meters[0].id (line 4); "
                    + "give each meter and sensor its own id",
                "meters.yaml:5:23: meters[1].port: /dev/ttyUSB0 is already read by meters[0].port (line 4); "
                    + "give each its own port; adapters without serial numbers differ by /dev/serial/by-path",
                "meters.yaml:5:45: meters[1].record: a.bin is already written by meters[0].record (line 4); "
                    + "give each its own file",
                "meters.yaml:5:66: meters[1].data_request: line 17 of /dev/gpiochip0 is already used by "
                    + "meters[0].data_request (line 4); give each its own line",
                "meters.yaml:8:10: sensors[0].id: 'house' is already used by meters[0].id (line 4); "
                    + "give each meter and sensor its own id",
                "meters.yaml:8:23: sensors[0].port: tcp://h:1 is already read by meters[2].port (line 6); "
                    + "give each its own port",
                "meters.yaml:12:30: sensors[1].poll.line: line 17 of gpiochip0 is already used by "
                    + "meters[0].data_request (line 4); give each its own line",
            ])
    }

    @Test func `C4 one key for two meters is only a warning`() throws {
        let text =
            smallest
            + "    key: \(Keys.one)\n  - {id: b, port: /dev/b, key: \(Keys.one.lowercased())}\n"
        let loaded = try load(text).get()
        #expect(
            loaded.warnings.map(\.description) == [
                "/etc/gw/meters.yaml:8:32: warning: meters[1].key: the key is the same as that of meters[0].key (line 7); "
                    + "each meter has a key of its own"
            ])
    }

    @Test func `C4 a key that stands twice is named with both places and hides nothing else`() {
        let text = """
            version: 1
            mqtt:
              url: mqtt://localhost
              url: mqtt://elsewhere
              'topics': [json]
              topics: [json]
            meters:
              - id: a
                port: /dev/a
                id: b
                id: c
                bauds: 3
            version: 1
            """
        #expect(
            complaints(text) == [
                "meters.yaml:4:3: mqtt.url: already given in line 3; remove one of the two",
                "meters.yaml:6:3: mqtt.topics: already given in line 5; remove one of the two",
                "meters.yaml:10:5: meters[0].id: already given in line 8; remove one of the two",
                "meters.yaml:11:5: meters[0].id: already given in line 8; remove one of the two",
                "meters.yaml:12:5: meters[0]: unknown key 'bauds'; did you mean 'baud'?",
                "meters.yaml:13:1: version: already given in line 1; remove one of the two",
            ])
    }

    @Test(arguments: [
        (
            "version: 1\nmqtt: [",
            "3:1: yaml: did not find expected node content; look at this line and the one before for a missing colon, quote, bracket or blank"
        ),
        (
            "version: 1\n\tmqtt: x\n",
            "2:1: yaml: found a tab character that violates indentation; indent with spaces, not tabs, and put text that begins with @, ` or % in quotes"
        ),
        (
            "version: 1\nmqtt: a: b\n",
            "2:8: yaml: mapping values are not allowed in this context; look at this line and the one before for a missing colon, quote, bracket or blank"
        ),
        ("", "1:1: yaml: the file is empty; begin with 'version: 1'"),
        ("# nothing\n", "1:1: yaml: the file is empty; begin with 'version: 1'"),
        ("just words", "1:1: yaml: the file holds no keys; begin with 'version: 1'"),
        (
            "version: 1\n---\nversion: 1\n",
            "2:1: yaml: but found another document; keep one document without '---' in the file"
        ),
        (
            "version: \u{1}\n",
            "1:10: yaml: control characters are not allowed; remove the invisible character that stands here"
        ),
    ])
    func `C1 a text that is no YAML is named with its place`(_ text: String, _ complaint: String) {
        #expect(complaints(text) == ["meters.yaml:" + complaint])
    }

    @Test func `C1 a text that is not UTF-8 is named with its place`() {
        let contents = FileContents(
            bytes: Array("version: 1\nä: ".utf8) + [0xFF], permissions: 0o600, owner: 0)
        let result = ConfigurationLoader(files: MemoryFiles()).load(
            contents, path: "m.yaml", environment: [:])
        guard case .failure(let failure) = result else {
            Issue.record("invalid text was loaded")
            return
        }
        #expect(
            failure.description
                == "m.yaml:2:4: yaml: the text is not UTF-8; save the file with UTF-8 encoding")
    }

    @Test func `what must be there and is not is named`() {
        #expect(
            complaints("gateway:\nmeters:\n  - name: x\n") == [
                "meters.yaml:1:1: version: the key is missing; begin the file with 'version: 1'",
                "meters.yaml:1:1: mqtt: the key is missing; add 'mqtt:' and under it 'url: mqtts://broker.example:8883'",
                "meters.yaml:3:5: meters[0].id: the key is missing; write a short name such as flat-1",
                "meters.yaml:3:5: meters[0].port: the key is missing; write port: /dev/serial/by-id/… or tcp://host:port",
            ])
        #expect(
            complaints("version: 2\nmqtt: {url: mqtt://h}\nmeters: [{id: a, port: /dev/a}]") == [
                "meters.yaml:1:10: version: the version '2' is not known to this program; write 1"
            ])
        #expect(
            complaints("version: 1\nmqtt: {url: mqtt://h}\nmeters:\nsensors: []\n") == [
                "meters.yaml:1:1: meters: there is neither a meter nor a sensor; add 'meters:' with an entry"
            ])
    }

    @Test func `that nothing is to be read is told with all else, but not of a slip`() {
        let url = "meters.yaml:2:13: mqtt.url: "
        for text in ["", "meters: []\nsensors:\n"] {
            let found = complaints("version: 1\nmqtt: {url: broker}\n" + text)
            #expect(found.count == 2)
            #expect(
                found.first
                    == "meters.yaml:1:1: meters: there is neither a meter nor a sensor; add 'meters:' with an entry"
            )
            #expect(found.last?.hasPrefix(url) == true)
        }
        for text in ["meter: []\n", "meters: none\n", "sensor:\n"] {
            let found = complaints("version: 1\nmqtt: {url: mqtt://h}\n" + text)
            #expect(found.count == 1)
            #expect(found.first?.contains("neither") == false)
        }
    }

    @Test func `C9 anchors and aliases are refused`() {
        #expect(
            complaints(smallest + "    name: &a x\n  - {id: b, port: /dev/b, name: *a}\n") == [
                "meters.yaml:7:11: meters[0].name: anchors (&name) and aliases (*name) are not offered; "
                    + "write the value out in each place; put text that begins with & or * in quotes",
                "meters.yaml:7:11: meters[1].name: anchors (&name) and aliases (*name) are not offered; "
                    + "write the value out in each place; put text that begins with & or * in quotes",
            ])
        #expect(complaints("a: *b\n").count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `C9 an alias bomb and a deep or huge file are refused quickly`() {
        var bomb = "a0: &a0 [x]\n"
        for level in 1...40 {
            bomb +=
                "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
        }
        #expect(complaints(bomb + "? *a40\n: 1\n? *a40\n: 2\n").count == 1)
        #expect(
            complaints(
                "version: " + String(repeating: "[", count: 900)
                    + String(repeating: "]", count: 900)
            ).count == 4)
        #expect(complaints(String(repeating: "[", count: 100_000)).count == 1)
        #expect(
            complaints(String(repeating: "#", count: 1_048_577)) == [
                "meters.yaml:1:1: yaml: the file is larger than 1 MiB; name the right file"
            ])
    }

    @Test func `C14 a certificate that is missing is named`() {
        let text = smallest.replacing(
            "mqtt://localhost\n",
            with: "mqtts://h\n  ca_file: ca.pem\n  cert_file: c.pem\n  key_file: k.pem\n")
        #expect(
            complaints(text) == [
                "meters.yaml:4:12: mqtt.ca_file: ca.pem does not exist; "
                    + "create it or correct the path, which is relative to the configuration file",
                "meters.yaml:5:14: mqtt.cert_file: c.pem does not exist; "
                    + "create it or correct the path, which is relative to the configuration file",
                "meters.yaml:6:13: mqtt.key_file: the file does not exist; "
                    + "create it, or correct its path; what is secret goes into the file, not here",
            ])
        var files = MemoryFiles(["/etc/gw/ca.pem": "", "/etc/gw/c.pem": "", "/etc/gw/k.pem": "k"])
        #expect(complaints(text, files: files).isEmpty)
        files.files["/etc/gw/k.pem"] = FileContents(bytes: [], permissions: 0o640, owner: 1_000)
        #expect(
            complaints(text, files: files) == [
                "meters.yaml:6:13: mqtt.key_file: k.pem is open to others (mode 0640); run 'chmod 600 k.pem'"
            ])
        #expect(
            complaints(
                text.replacing("  cert_file: c.pem\n", with: ""),
                files: MemoryFiles(["/etc/gw/ca.pem": ""])) == [
                    "meters.yaml:5:13: mqtt.key_file: cert_file is missing beside it; "
                        + "a client certificate needs both cert_file and key_file"
                ])
    }

    @Test func `C6 a key file of another user is refused unless root reads it`() {
        var files = MemoryFiles()
        files.files["/etc/gw/k"] = FileContents(
            bytes: Array(Keys.one.utf8), permissions: 0o600, owner: 1_001)
        #expect(
            complaints(smallest + "    key_file: k\n", files: files) == [
                "meters.yaml:7:15: meters[0].key_file: k belongs to another user; "
                    + "give it to the user that runs the gateway, or to root"
            ])
        files.userID = 0
        #expect(complaints(smallest + "    key_file: k\n", files: files).isEmpty)
    }

    @Test func `several problems come at once and in the order of their lines`() {
        let text = """
            version: 1
            gateway: {timezone: Europa/Luxemburg, retention: {telegrams: 7}}
            mqtt: {url: host, topics: [jsn], password: x}
            meters:
              - {id: A, port: ttyS0, key_file: none, gap: 5}
            sensors:
              - {id: a, port: /dev/a, every: 1, values: {distance: {unit: €}}}
            """
        let found = complaints(text, files: MemoryFiles(["/usr/share/zoneinfo": ""]))
        #expect(
            found.map { $0.split(separator: ": ")[1] } == [
                "gateway.timezone", "gateway.retention.telegrams", "mqtt.url", "mqtt.topics[0]",
                "mqtt.password",
                "meters[0].id", "meters[0].port", "meters[0].key_file", "meters[0].gap",
                "sensors[0]",
                "sensors[0].every", "sensors[0].values.distance.unit",
            ])
    }

    @Test(arguments: [
        (
            "format: mb7061",
            "8:13: sensors[0].format: there is no format 'mb7061'; write mb7060, or use pattern instead"
        ),
        (
            "pattern: 'R([0-9]+)'",
            "8:14: sensors[0].pattern: the pattern has no named group such as (?<distance>[0-9]+); write it in single quotes, such as 'R(?<distance>[0-9]{3})\\r'"
        ),
        (
            "pattern: 'R(?<d>[0-9]+'",
            "8:14: sensors[0].pattern: '(' at column 2 of the pattern is never closed; write it in single quotes, such as 'R(?<distance>[0-9]{3})\\r'"
        ),
        ("{format: mb7060, pattern: x}", ""),
        (
            "every: 10s",
            "7:5: sensors[0]: neither 'format' nor 'pattern' is given; write format: mb7060, or a pattern"
        ),
        (
            "format: mb7060\n    poll: {every: 60s}",
            "9:11: sensors[0].poll.line: the key is missing; write line: {chip: gpiochip0, line: 27}"
        ),
        (
            "format: mb7060\n    values: {volume: {unit: l}}",
            "9:22: sensors[0].values.volume: the sensor gives no value 'volume'; add 'from'; use one of distance"
        ),
        (
            "format: mb7060\n    values: {v: {from: distanz}}",
            "9:24: sensors[0].values.v.from: there is no value 'distanz' before this one; did you mean 'distance'?"
        ),
        (
            "format: mb7060\n    values: {v: {from: distance, formula: 2 * (x - 1}}",
            "9:43: sensors[0].values.v.formula: the formula ends too early; write it like (204.5 - x) * 51.07, where x is the value"
        ),
        (
            "format: mb7060\n    values: {v: {from: distance, decimals: 20}}",
            "9:44: sensors[0].values.v.decimals: 20 is out of range; write a number from 0 to 9"
        ),
        (
            "format: mb7060\n    values: {distance: {minimum: 5, maximum: 1}}",
            "9:34: sensors[0].values.distance.minimum: minimum is above maximum; swap them"
        ),
        (
            "format: mb7060\n    values: {distance: {maximum: 1e3}}",
            "9:34: sensors[0].values.distance.maximum: expected a decimal number, found '1e3'; write it like 10443 or -0.5"
        ),
        (
            "format: mb7060\n    values: {Distance: {from: distance}}",
            "9:14: sensors[0].values.Distance: 'Distance' is no name of a value; write a small letter, then small letters, digits and _"
        ),
        (
            "format: mb7060\n    values: {distance: {unit: cm}, distance_cm: {from: distance}}",
            "9:49: sensors[0].values.distance_cm: the name 'distance_cm' is already taken; choose another name or unit"
        ),
        (
            "format: mb7060\n    values: [distance]",
            "9:13: sensors[0].values: a mapping of names is expected here; write lines such as 'distance: {unit: cm}'"
        ),
    ])
    func `a sensor that cannot be read is refused`(_ lines: String, _ complaint: String) {
        guard !complaint.isEmpty else { return }
        let text = """
            version: 1
            mqtt:
              url: mqtt://localhost
            # A sensor and nothing else.

            sensors:
              - id: tank
                \(lines)
                port: /dev/ttyAMA1
            """
        #expect(complaints(text) == ["meters.yaml:" + complaint])
    }

    @Test func `a place where nothing can be recorded or listened on is a warning`() {
        let text = smallest.replacing("/dev/ttyUSB0", with: "/dev/ttyUSB0\n    record: rec/a.bin")
            .replacing(
                "meters:",
                with: "gateway: {state_dir: /\(String(repeating: "d", count: 97))}\nmeters:")
        #expect(
            complaints(text) == [
                "meters.yaml:4:22: warning: gateway.state_dir: the path has 98 bytes; with more than 97, watch and "
                    + "accept-counter cannot reach the gateway; choose a shorter one",
                "meters.yaml:8:13: warning: meters[0].record: there is no folder /etc/gw/rec, so nothing will be "
                    + "recorded; make the folder, for the gateway's user to write to",
            ])
    }

    @Test func `what has no effect or is unwise is a warning`() {
        let text = smallest.replacing(
            "mqtt://localhost\n", with: "mqtt://h\n  username: u\n  password: p\n  ca_file: ca\n"
        )
        .replacing("/dev/ttyUSB0", with: "tcp://h:1\n    baud: 9600")
        #expect(
            complaints(text, files: MemoryFiles(["/etc/gw/ca": ""])) == [
                "meters.yaml:3:8: warning: mqtt.url: the password crosses the network in clear text; use mqtts://",
                "meters.yaml:6:12: warning: mqtt.ca_file: has no effect with mqtt://; write mqtts:// in url, or remove it",
                "meters.yaml:10:11: warning: meters[0].baud: has no effect on tcp://; set it in the adapter, and remove it here",
            ])
    }
}
