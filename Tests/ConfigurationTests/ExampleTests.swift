// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import GatewayConfiguration
import Readings
import Sensors
import TestSupport
import Testing

/// The example that the project ships, and the one its users know, loaded with real files.
struct ExampleTests {
    /// A folder that is removed again, with files only their owner may read.
    final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "config-\(UUID().uuidString)")

        init(_ texts: KeyValuePairs<String, String>) throws {
            for (name, text) in texts {
                let file = url.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
                try setMode(0o600, of: name)
            }
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func setMode(_ mode: Int, of name: String) throws {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: url.appending(path: name).path)
        }

        func load(environment: [String: String] = [:]) -> Result<
            LoadedConfiguration, ConfigurationIssues
        > {
            ConfigurationLoader.load(
                path: url.appending(path: "meters.yaml").path, environment: environment)
        }
    }

    static func key(_ number: UInt8) -> String {
        (0..<16).map { ($0 == 15 ? "0\(number)" : "A5") }.joined() + "\n"
    }

    @Test func `the example that comes with the project is valid`() throws {
        let example = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "config/meters.yaml")
        let folder = try Folder([
            "meters.yaml": String(contentsOf: example, encoding: .utf8),
            "keys/flat-1.key": ExampleTests.key(1), "keys/flat-2.key": ExampleTests.key(2),
            "keys/flat-3.key": ExampleTests.key(3), "keys/flat-4.key": ExampleTests.key(4),
            "keys/common.key": ExampleTests.key(5),
        ])
        let loaded = try folder.load().get()
        #expect(loaded.warnings.isEmpty)
        #expect(
            loaded.configuration.meters.map(\.id.text) == [
                "flat-1", "flat-2", "flat-3", "flat-4", "common",
            ])
        #expect(Set(loaded.configuration.meters.map(\.key?.fingerprint)).count == 5)
        #expect(loaded.configuration.sensors.map(\.id.text) == ["rainwater"])
    }

    @Test func `the example names every key there is`() throws {
        let example = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "config/meters.yaml"), encoding: .utf8)
        let keys = [
            "version", "gateway", "state_dir", "timezone", "log_level", "durability", "retention",
            "telegrams", "mqtt",
            "url", "protocol", "client_id", "username", "password", "password_file", "ca_file",
            "cert_file", "key_file",
            "base_topic", "topics", "backlog_rate", "meters", "id", "name", "enabled", "port",
            "baud", "parity", "gap",
            "record", "key", "auth_key", "auth_key_file", "interval", "authentication",
            "allow_plaintext",
            "winter_offset", "data_request", "chip", "line", "line_name", "active_low", "on_exit",
            "sensors", "format",
            "pattern", "every", "poll", "values", "unit", "from", "formula", "decimals", "minimum",
            "maximum", "minutes", "quarter_hours", "hours", "days", "months", "http", "listen",
            "token", "token_file", "auth", "hosts", "streams", "mail", "sendmail", "reports", "at",
            "to", "language", "day_files", "folder", "reference_power",
        ]
        for key in keys { #expect(example.contains("\(key):"), "\(key)") }
    }

    /// The configuration that the project's users were promised, with every form of every key.
    static let promised = #"""
        version: 1
        gateway:
          state_dir: /var/lib/meter-gateway
          timezone: Europe/Luxembourg
          log_level: info                       # debug shows every step of every frame, never a key
          durability: balanced                  # or strict, gentle
          retention: {telegrams: 7d}
        mqtt:
          url: mqtts://broker.example:8883      # mqtt:// for clear text
          protocol: 5                           # or 3.1.1, auto
          client_id: cellar                     # default: from the machine id
          username: gateway
          password_file: mqtt.password          # or password: ${MQTT_PASSWORD}
          ca_file: ca.pem                       # default: the system's; cert_file, key_file for a client certificate
          base_topic: meters
          topics: [json]                        # add values for one topic a reading
          backlog_rate: 50                      # telegrams a second after an outage
        meters:
          - id: flat-1
            name: Flat 1, ground floor
            port: /dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0     # or tcp://192.0.2.10:3000
            key_file: keys/flat-1.key           # 32 hex digits; refused if others may read it; or key: ${FLAT1_KEY}
            data_request: {chip: pinctrl-bcm2711, line: 17, active_low: true, on_exit: release}   # or off, keep
          - id: shop
            port: /dev/ttyAMA2
            baud: 115200                        # default; parity: none (default), even, odd
            interval: 10s                       # how often it speaks: default learnt
            gap: 250ms                          # silence that ends a frame: default 250 ms, 1 s on tcp
            key_file: keys/shop.key
            data_request: {chip: gpiochip0, line_name: GPIO22}
            record: shop.bin                    # raw bytes as they come, for decode; off by default
          - id: austria
            port: tcp://192.0.2.11:3000
            key_file: keys/austria.key
            auth_key_file: keys/austria.auth    # default: Luxembourg's published one
            authentication: strict              # or crc, off: then everything it says is marked unverified
            allow_plaintext: false
            winter_offset: "+01:00"
            enabled: true
        sensors:
          - id: rainwater
            name: Rainwater tank
            port: /dev/ttyAMA1
            baud: 9600
            format: mb7060                      # or pattern: 'R(?<distance>[0-9]{3})\r'
            poll: {every: 60s, line: {chip: pinctrl-bcm2711, line: 27, active_low: false}}
            # or every: 10s   (a sensor that talks by itself: the median of what came is published that often)
            values:
              distance: {unit: cm}
              volume: {from: distance, formula: (204.5 - x) * 51.07, unit: l, decimals: 0, minimum: 0, maximum: 10443}
        """#

    @Test func `the promised configuration loads and means what it says`() async throws {
        let certificates = try Certificates()
        _ = try await certificates.makeAuthority("ca")
        let authority = certificates.folder.file("ca.pem")
        let folder = try Folder([
            "meters.yaml": ExampleTests.promised, "mqtt.password": "correct horse\n",
            "ca.pem": try String(contentsOfFile: authority, encoding: .utf8),
            "keys/flat-1.key": ExampleTests.key(1), "keys/shop.key": ExampleTests.key(2),
            "keys/austria.key": ExampleTests.key(3),
            "keys/austria.auth": "30" + ExampleTests.key(4),
        ])
        let loaded = try folder.load().get()
        #expect(loaded.warnings.isEmpty)
        let configuration = loaded.configuration
        #expect(configuration.gateway.telegramRetention == .seconds(7 * 86_400))
        #expect(configuration.mqtt.broker.description == "mqtts://broker.example:8883")
        #expect(configuration.mqtt.version == .version5)
        #expect(configuration.mqtt.password?.reveal() == "correct horse")
        #expect(
            configuration.mqtt.certificateAuthorityFile == folder.url.appending(path: "ca.pem").path
        )
        #expect(!configuration.mqtt.publishesValues)

        let flat = try #require(configuration.meters.first)
        #expect(flat.name == "Flat 1, ground floor")
        #expect(flat.port.baud == 115_200)
        #expect(flat.port.parity == .none)
        #expect(flat.port.gap == .milliseconds(250))
        #expect(flat.interval == nil)
        #expect(flat.dataRequest?.line == .offset(17))
        #expect(flat.dataRequest?.isActiveLow == true)
        #expect(flat.dataRequest?.onExit == .release)
        #expect(!flat.readsPlaintext)
        let shop = configuration.meters[1]
        #expect(shop.name == "shop")
        #expect(shop.interval == .seconds(10))
        #expect(shop.dataRequest?.line == .name("GPIO22"))
        #expect(shop.port.recordFile == folder.url.appending(path: "shop.bin").path)
        let austria = configuration.meters[2]
        #expect(austria.port.address == .tcp(host: "192.0.2.11", port: 3_000))
        #expect(austria.port.gap == .seconds(1))
        #expect(austria.authenticationKey != .luxembourg)
        #expect(austria.winterOffset.minutes == 60)

        let tank = try #require(configuration.sensors.first)
        #expect(tank.format == .mb7060)
        guard case .poll(let every, let line) = tank.timing else {
            Issue.record("the tank is not polled")
            return
        }
        #expect(every == .seconds(60))
        #expect(!line.isActiveLow)
        #expect(tank.values.map(\.readingName) == ["distance_cm", "volume_l"])
        #expect(tank.values[1].maximum == FixedPoint(10_443))
    }

    @Test(arguments: [0o600, 0o400, 0o640, 0o604, 0o644, 0o666, 0o660, 0o440])
    func `C6 a key file is refused when others may open it`(_ mode: Int) throws {
        let folder = try Folder([
            "meters.yaml": smallest + "    key_file: k\n", "k": ExampleTests.key(1),
        ])
        try folder.setMode(mode, of: "k")
        switch folder.load() {
        case .success: #expect(mode & 0o077 == 0)
        case .failure(let failure):
            #expect(mode & 0o077 != 0)
            #expect(
                failure.issues.map(\.problem) == [
                    "k is open to others (mode 0\(String(mode, radix: 8)))"
                ])
            #expect(failure.issues.map(\.remedy) == ["run 'chmod 600 k'"])
        }
    }

    @Test func `C6 a credential of systemd keeps the mode that systemd gave it`() throws {
        let folder = try Folder(["meters.yaml": "", "k": ExampleTests.key(1)])
        let path = folder.url.appending(path: "k").path
        try folder.setMode(0o440, of: "k")
        let text = smallest + "    key_file: ${CREDENTIALS_DIRECTORY}/k\n"
        let contents = FileContents(bytes: Array(text.utf8), permissions: 0o600, owner: 0)
        let loaded = ConfigurationLoader().load(
            contents, path: "meters.yaml", environment: ["CREDENTIALS_DIRECTORY": folder.url.path])
        #expect(throws: Never.self) { try loaded.get() }
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `S4 two links to one device are one port`() throws {
        let folder = try Folder(["tty": "", "meters.yaml": ""])
        for name in ["a", "b"] {
            try FileManager.default.createSymbolicLink(
                at: folder.url.appending(path: name),
                withDestinationURL: folder.url.appending(path: "tty"))
        }
        let text = """
            version: 1
            mqtt: {url: mqtt://localhost}
            meters:
              - {id: one, port: \(folder.url.path)/a}
              - {id: two, port: \(folder.url.path)/b}
            """
        try text.write(
            to: folder.url.appending(path: "meters.yaml"), atomically: false, encoding: .utf8)
        guard case .failure(let failure) = folder.load() else {
            Issue.record("one device was taken for two")
            return
        }
        #expect(failure.issues.map(\.path) == ["meters[1].port"])
        #expect(
            failure.issues.first?.problem.hasSuffix(
                "is the same device as that of meters[0].port (line 4)") == true)
    }

    @Test func `C13 a file that is replaced while it is read is read whole`() async throws {
        let folder = try Folder(["meters.yaml": smallest])
        let longer = smallest + String(repeating: "# remark\n", count: 4_000)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 0..<200 {
                    // As editors save: a new file takes the old one's name.
                    try? (round.isMultiple(of: 2) ? longer : smallest).write(
                        to: folder.url.appending(path: "meters.yaml"), atomically: true,
                        encoding: .utf8)
                }
            }
            for _ in 0..<200 { #expect(throws: Never.self) { try folder.load().get() } }
        }
    }

    @Test func `a configuration that is not there says so`() {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "no-such-folder/meters.yaml"
        ).path
        let result = ConfigurationLoader.load(path: path, environment: [:])
        guard case .failure(let failure) = result else {
            Issue.record("a missing file was loaded")
            return
        }
        #expect(
            failure.description
                == "\(path):1:1: yaml: the file does not exist; create it or correct the path, "
                + "which is relative to the configuration file")
    }

    @Test func `a folder is no configuration`() throws {
        let folder = try Folder(["meters.yaml/x": ""])
        guard case .failure(let failure) = folder.load() else {
            Issue.record("a folder was loaded")
            return
        }
        #expect(failure.issues.map(\.problem) == ["the file is no regular file"])
    }
}
