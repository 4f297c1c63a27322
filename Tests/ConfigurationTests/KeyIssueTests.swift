// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about the meters' keys and who may read them, word for word.
struct KeyIssueTests {
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
}
