// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about a configuration as a whole, word for word.
struct IssueTests {
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

    @Test func `two ways to write one file to record into are found`() {
        let text = """
            version: 1
            mqtt: {url: "mqtt://h"}
            meters:
              - {id: a, port: /dev/ttyUSB0, key: \(Keys.one), record: a.bin}
              - {id: b, port: /dev/ttyUSB1, key: \(Keys.two), record: ./x/../a.bin}
            """
        #expect(
            complaints(text).contains {
                $0.hasSuffix(
                    "is already written by meters[0].record (line 4); give each its own file")
            })
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

    @Test func `an id of many hex digits is an id, and a key in its place is not`() {
        for id in [String(repeating: "a", count: 63), "253663629000000000000001"] {
            #expect(complaints(smallest.replacing("flat-1", with: id)) == [])
        }
        let key = String(repeating: "5a", count: 16)
        let found = complaints(smallest.replacing("flat-1", with: key))
        #expect(found.count == 1)
        #expect(found.first?.contains("this looks like a key") == true)
    }

    @Test func `one port under two spellings is one, also before it is there`() {
        let second = "  - {id: other, port: /dev/../dev/./ttyUSB0}\n"
        let found = complaints(smallest + second)
        #expect(found.count == 1)
        #expect(found.first?.contains("meters[1].port: ") == true)
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
