// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about a file that is no configuration at all, word for word.
struct FileIssueTests {
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

    @Test func `C9 anchors and aliases are refused`() {
        #expect(
            complaints(smallest + "    name: &a x\n  - {id: b, port: /dev/b, name: *a}\n") == [
                "meters.yaml:7:11: meters[0].name: anchors (&name) and aliases (*name) are not offered; "
                    + "write the value out in each place; put text that begins with & or * in quotes",
                "meters.yaml:8:33: meters[1].name: anchors (&name) and aliases (*name) are not offered; "
                    + "the anchor of this one is in line 7; write the value out in each place; put text that begins with & or * in quotes",
            ])
        #expect(complaints("a: *b\n").count == 1)
    }

    @Test(arguments: [
        ("[*a, {b: *a}, *a]", ["8:13", "8:21", "8:26"]),
        ("[\"x *a\", ' *a', *a]", ["8:28"]),
        ("[\"C:\\\\\", *a, 'it''s', *a]", ["8:21", "8:34"]),
        ("\n    # *a\n    - *a\n    - c\n    - *a", ["10:7", "12:7"]),
        ("[&b [*a], *b, *a]", ["8:13", "8:22", "8:26"]),
    ])
    func `C9 each alias is refused where it stands, with the line of its anchor`(
        list: String, places: [String]
    ) {
        let text =
            smallest + "    name: &a x\n    units:\(list.hasPrefix("\n") ? "" : " ")\(list)\n"
        let found = complaints(text).filter { $0.contains("aliases (*name)") }.dropFirst()
        #expect(found.map { $0.split(separator: ":")[1...2].joined(separator: ":") } == places)
    }

    @Test func `C9 a key that is an alias is refused where it stands`() {
        let found = complaints("version: &a x\nmqtt: {url: y, *a : z}\n*a : 1\n")
        #expect(found.count { $0.hasPrefix("meters.yaml:2:16: ") } == 1)
        #expect(found.count { $0.hasPrefix("meters.yaml:3:1: ") } == 1)
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
}
