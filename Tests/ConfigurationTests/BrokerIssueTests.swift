// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about the broker, its certificates and topics, word for word.
struct BrokerIssueTests {
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
        // What they hold is the matter of `CertificateIssueTests`; without TLS it is nobody's.
        let clear = text.replacing("mqtts://h", with: "mqtt://localhost")
        var files = MemoryFiles(["/etc/gw/ca.pem": "", "/etc/gw/c.pem": "", "/etc/gw/k.pem": "k"])
        #expect(complaints(clear, files: files).allSatisfy { $0.contains("has no effect") })
        files.files["/etc/gw/k.pem"] = FileContents(bytes: [], permissions: 0o640, owner: 1_000)
        #expect(
            complaints(clear, files: files).filter { !$0.contains("has no effect") } == [
                "meters.yaml:6:13: mqtt.key_file: k.pem is open to others (mode 0640); run 'chmod 600 k.pem'"
            ])
        #expect(
            complaints(
                text.replacing("  cert_file: c.pem\n", with: "")
                    .replacing("  ca_file: ca.pem\n", with: "")) == [
                    "meters.yaml:4:13: mqtt.key_file: cert_file is missing beside it; "
                        + "a client certificate needs both cert_file and key_file"
                ])
    }
}
