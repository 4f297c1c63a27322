// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// No secret leaves the loader, whichever way a configuration is wrong.
struct SecrecyTests {
    static let key = "DEADBEEFCAFE4711DEADBEEFCAFE0815"
    static let password = "canary-in-a-coal-mine"

    /// Configurations with a secret in them, most of them in the wrong place.
    static let texts: [String] = [
        smallest + "    key: \(key)\n",
        smallest + "    key: \(key)0\n",
        smallest + "    key: X\(key.dropFirst())\n",
        smallest + "    key_file: \(key)\n",
        smallest + "    key_file: \(key.dropLast())\n",
        smallest + "    \(key): x\n",
        smallest + "    name: [\(key)]\n",
        smallest + "    baud: \(key)\n",
        smallest + "    parity: \(key)\n",
        smallest + "    gap: \(key)\n",
        smallest + "    winter_offset: \(key)\n",
        smallest + "    key: ${K\n    x: \(key)\n",
        smallest + "    auth_key: \(key)1\n",
        smallest + "    baud: ${KEY}\n    gap: ${PASSWORD}\n    parity: x${PASSWORD}\n",
        smallest + "    baud: !secret key\n    gap: !secret password\n",
        smallest + "    key: !secret password\n",
        smallest + "  - \(key)\n",
        smallest + "   \(key)\n\t\(password)\n",
        smallest.replacing("flat-1", with: key),
        smallest.replacing("/dev/ttyUSB0", with: key),
        smallest.replacing("/dev/ttyUSB0", with: "tcp://u:\(password)@h:1"),
        smallest.replacing("mqtt://localhost", with: "mqtt://u:\(password)@h"),
        smallest.replacing("mqtt://localhost", with: "http://u:\(password)@h"),
        smallest.replacing(
            "localhost\n", with: "localhost\n  username: u\n  password: [\(password)]\n"),
        smallest.replacing(
            "localhost\n",
            with: "localhost\n  username: u\n  password: \"\(password)\\n\(password)\"\n"),
        smallest.replacing(
            "localhost\n", with: "localhost\n  username: u\n  password: \(password)\n"),
        smallest.replacing(
            "localhost\n", with: "localhost\n  username: u\n  password_file: \(password)\n"),
        smallest.replacing("localhost\n", with: "localhost\n  pasword: \(password)\n"),
        smallest.replacing(
            "localhost\n",
            with: "localhost\n  password: &\(password) x\n  username: *\(password)2\n"),
        smallest + "http: {token: \(key)}\n",
        smallest + "http: {token: \(key)Z}\n",
        smallest + "http: {token: \(password)}\n",
        smallest + "http: {token: \(key), auth: none}\n",
        smallest + "http: {token_file: \(key)}\n",
        smallest + "http: {listen: \(key)}\n",
        smallest + "http: {listen: \"u:\(password)@h:1\"}\n",
        smallest + "http: {hosts: [\(key)]}\n",
        smallest + "http: {auth: \(key)}\n",
        smallest + "mail: {from: \(key)}\n",
        smallest + "mail: {from: a@b, sendmail: [/usr/bin/msmtp, --password=\(password)]}\n",
        smallest + "reports: [{at: \(key), to: [\(key)], language: \(key)}]\n",
    ]

    @Test(arguments: texts)
    func `no message and no description shows a secret`(_ text: String) {
        let files = MemoryFiles([
            "/etc/gw/secrets.yaml": "key: \(SecrecyTests.key)\npassword: \(SecrecyTests.password)\n"
        ])
        let environment = ["KEY": SecrecyTests.key, "PASSWORD": SecrecyTests.password]
        for permissions: UInt32 in [0o600, 0o644] {
            let result = load(
                text, files: files, environment: environment, permissions: permissions)
            var output = "\(result)"
            dump(result, to: &output)
            switch result {
            case .success(let loaded): output += ResolvedPlan(loaded.configuration).rendered()
            case .failure(let failure): output += failure.description
            }
            #expect(!output.contains(SecrecyTests.password))
            #expect(
                !output.lowercased().contains(SecrecyTests.key.lowercased().dropFirst().dropLast()))
        }
    }

    /// Places in a configuration, each written as `@@`.
    static let places: [String] = {
        let meter = [
            "id", "port", "baud", "parity", "interval", "gap", "authentication", "winter_offset",
            "enabled", "key_file",
            "auth_key_file", "key", "auth_key", "data_request",
        ].map { "version: 1\nmqtt: {url: mqtt://h}\nmeters:\n  - \($0): @@\n" }
        let sensor = [
            "format: @@", "pattern: @@", "every: @@",
            "pattern: '(?<v>1)'\n    values: {v: {formula: @@}}",
            "pattern: '(?<v>1)'\n    values: {v: {unit: @@}}",
            "pattern: '(?<v>1)'\n    values: {v: {from: @@}}",
            "pattern: '(?<v>1)'\n    values: {v: {minimum: @@}}",
            "pattern: '(?<v>1)'\n    values: {v: {decimals: @@}}",
        ].map { "version: 1\nmqtt: {url: mqtt://h}\nsensors:\n  - id: s\n    port:\n    \($0)\n" }
        let broker = [
            "url", "protocol", "topics", "backlog_rate", "ca_file", "cert_file", "key_file",
            "password_file",
        ]
        .map { "mqtt:\n  \($0): @@\n" }
        let gateway = ["timezone", "log_level", "durability", "retention"].map {
            "gateway:\n  \($0): @@\n"
        }
        let services = [
            "http:\n  listen: @@\n", "http:\n  token: @@\n  auth: none\n",
            "http:\n  token_file: @@\n",
            "http:\n  auth: @@\n", "http:\n  hosts: @@\n", "http:\n  streams: @@\n",
            "mail:\n  from: @@\n",
            "mail:\n  sendmail: @@\n", "reports:\n  - at: @@\n", "reports:\n  - to: @@\n",
            "reports:\n  - language: @@\n", "reports:\n  - meters: @@\n",
            "day_files:\n  format: @@\n",
        ]
        return services + meter + sensor + broker + gateway + [
            "version: @@\n", "meters: @@\n", "mqtt: @@\n",
        ]
    }()

    @Test(arguments: places)
    func `no message shows what a reference stands for`(_ text: String) {
        let files = MemoryFiles([
            "/etc/gw/secrets.yaml": "a: \(SecrecyTests.password)\nb: \(SecrecyTests.key)\n"
        ])
        for value in [SecrecyTests.password, SecrecyTests.key, "471108154711", "Canary Word"] {
            let found = complaints(
                text.replacing("@@", with: "${V}"), files: files, environment: ["V": value]
            ).joined()
            #expect(!found.isEmpty)
            #expect(!found.lowercased().contains(value.lowercased()))
            #expect(!found.contains("canary-"))
        }
        for name in ["a", "b"] {
            let found = complaints(text.replacing("@@", with: "!secret \(name)"), files: files)
                .joined()
            #expect(!found.contains(SecrecyTests.password))
            #expect(!found.contains(SecrecyTests.key))
        }
    }
}
