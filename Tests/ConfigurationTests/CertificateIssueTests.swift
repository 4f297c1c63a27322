// SPDX-License-Identifier: Apache-2.0
import Foundation
import GatewayConfiguration
import TestSupport
import Testing

/// Files for TLS that are there, and are not what they should be.
@Suite struct CertificateIssueTests {
    private let ours: Certificates
    private let files: MemoryFiles
    private let text = smallest.replacing(
        "mqtt://localhost\n",
        with: "mqtts://h\n  ca_file: ca.pem\n  cert_file: c.pem\n  key_file: k.pem\n")

    init() async throws {
        ours = try Certificates()
        _ = try await ours.makeAuthority("ca")
        try await ours.make("client", for: "DNS:client", by: "ca")
        var files = MemoryFiles()
        for (path, name) in [("ca", "ca.pem"), ("c", "client.pem"), ("k", "client.key")] {
            files["/etc/gw/\(path).pem"] = try Self.read(ours, name)
        }
        self.files = files
    }

    private static func read(_ ours: Certificates, _ name: String) throws -> String {
        try String(contentsOfFile: ours.folder.file(name), encoding: .utf8)
    }

    private func complaints(_ change: (inout MemoryFiles) throws -> Void) rethrows -> [String] {
        var files = files
        try change(&files)
        return ConfigurationTests.complaints(text, files: files)
    }

    @Test
    func
        `C14 certificates that belong together are no news, a second one behind the first neither`()
        throws
    {
        #expect(complaints { _ in } == [])
        #expect(complaints { $0["/etc/gw/ca.pem"]? += "\n" + (files["/etc/gw/c.pem"] ?? "") } == [])
        #expect(
            complaints { $0["/etc/gw/c.pem"] = "words before\n" + (files["/etc/gw/c.pem"] ?? "") }
                == [])
    }

    @Test(arguments: ["", "ca", "a key", "\u{0}\u{1}"])
    func `C14 a file without a certificate is named with its place`(content: String) throws {
        let content = content == "a key" ? try #require(files["/etc/gw/k.pem"]) : content
        let remedy = "name a file with a block -----BEGIN CERTIFICATE-----"
        #expect(
            complaints { $0["/etc/gw/ca.pem"] = content } == [
                "meters.yaml:4:12: warning: mqtt.ca_file: ca.pem holds no certificate in PEM form; \(remedy)"
            ])
        #expect(
            complaints { $0["/etc/gw/c.pem"] = content } == [
                "meters.yaml:5:14: warning: mqtt.cert_file: c.pem holds no certificate in PEM form; \(remedy)"
            ])
    }

    @Test func `C14 a certificate that is not whole is named by its number`() throws {
        let whole = try #require(files["/etc/gw/ca.pem"])
        let cut = String(whole.prefix(whole.count / 2))
        #expect(
            complaints { $0["/etc/gw/ca.pem"] = cut } == [
                "meters.yaml:4:12: warning: mqtt.ca_file: certificate 1 in ca.pem is damaged or not whole; copy the file again"
            ])
        #expect(
            complaints { $0["/etc/gw/ca.pem"] = whole + cut } == [
                "meters.yaml:4:12: warning: mqtt.ca_file: certificate 2 in ca.pem is damaged or not whole; copy the file again"
            ])
    }

    @Test
    func
        `C14 a key that is none, damaged, encrypted or another one's is named without a word of it`()
        async throws
    {
        let key = try #require(files["/etc/gw/k.pem"])
        let place = "meters.yaml:6:13: warning: mqtt.key_file: "
        #expect(
            complaints { $0["/etc/gw/k.pem"] = "no key" } == [
                place + "k.pem holds no private key in PEM form; "
                    + "name a file with a block -----BEGIN PRIVATE KEY-----"
            ])
        #expect(
            complaints { $0["/etc/gw/k.pem"] = String(key.prefix(key.count / 2)) } == [
                place + "the key in k.pem is damaged or not whole; copy the file again"
            ])
        let other = try Self.read(ours, "ca.key")
        #expect(
            complaints { $0["/etc/gw/k.pem"] = other } == [
                place + "the key in k.pem is not that of the certificate in cert_file; "
                    + "name the two that belong together"
            ])
        let locking = try ChildProcess([
            "openssl", "pkey", "-in", ours.folder.file("client.key"), "-aes256", "-passout",
            "pass:geheim", "-out", ours.folder.file("locked.key"),
        ])
        #expect(await locking.waitForEnd() == 0)
        let locked = try Self.read(ours, "locked.key")
        #expect(
            complaints { $0["/etc/gw/k.pem"] = locked } == [
                place + "the key in k.pem is encrypted, and nobody is there to type its password; "
                    + "write it without one: openssl pkey -in k.pem -out NEW; chmod 600 NEW"
            ])
    }

    @Test func `C14 M3 an expired certificate is a warning with its day`() async throws {
        try await ours.make(
            "old", for: "DNS:old", by: "ca", validity: ("20200101000000Z", "20200131000000Z"))
        let old = try Self.read(ours, "old.pem")
        let key = try Self.read(ours, "old.key")
        #expect(
            complaints {
                $0["/etc/gw/c.pem"] = old
                $0["/etc/gw/k.pem"] = key
            } == [
                "meters.yaml:5:14: warning: mqtt.cert_file: c.pem expired on 2020-01-31; have it renewed"
            ])
    }

    @Test
    func `C14 a bundle has expired when its last certificate has, a chain when its first has`()
        async throws
    {
        for (name, month) in [("old", "01"), ("older", "02")] {
            try await ours.make(
                name, for: "DNS:old", by: "ca",
                validity: ("20200101000000Z", "2020\(month)20000000Z"))
        }
        let valid = try #require(files["/etc/gw/ca.pem"])
        let (first, second) = (try Self.read(ours, "old.pem"), try Self.read(ours, "older.pem"))
        // While a CA is changed, the old one stands beside the new.
        for bundle in [first + valid, valid + first] {
            #expect(complaints { $0["/etc/gw/ca.pem"] = bundle } == [])
        }
        for bundle in [first + second, second + first] {
            #expect(
                complaints { $0["/etc/gw/ca.pem"] = bundle } == [
                    "meters.yaml:4:12: warning: mqtt.ca_file: ca.pem expired on 2020-02-20; have it renewed"
                ])
        }
        let key = try Self.read(ours, "old.key")
        #expect(
            complaints {
                $0["/etc/gw/c.pem"] = first + valid
                $0["/etc/gw/k.pem"] = key
            } == [
                "meters.yaml:5:14: warning: mqtt.cert_file: c.pem expired on 2020-01-20; have it renewed"
            ])
    }
}
