// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

struct ReferenceTests {
    func name(_ written: String, environment: [String: String] = [:], secrets: String? = nil)
        -> String?
    {
        var files = MemoryFiles()
        files["/etc/gw/secrets.yaml"] = secrets
        return try? load(
            smallest + "    name: \(written)\n", files: files, environment: environment
        )
        .get().configuration.meters.first?.name
    }

    @Test(arguments: [
        ("${A}", "one"), ("x${A}y${B}z", "xoneytwoz"), ("\"${A}\"", "one"), ("'${A}'", "one"),
        ("${NONE:-three}", "three"), ("${EMPTY:-three}", "three"), ("${A:-three}", "one"),
        ("${NONE:-a b:-c}", "a b:-c"), ("$${A}", "${A}"), ("$A $ 5", "$A $ 5"),
        ("${TRICK}", "${A}"),
    ])
    func `a variable is filled in once, wherever it stands`(_ written: String, _ text: String) {
        let environment = ["A": "one", "B": "two", "EMPTY": "", "TRICK": "${A}"]
        #expect(name(written, environment: environment) == text)
    }

    @Test func `a variable may be any kind of value`() throws {
        let text = smallest + "    baud: ${BAUD}\n    interval: ${EVERY:-10}s\n    enabled: ${ON}\n"
        let loaded = try load(text, environment: ["BAUD": "9600", "ON": "false"]).get()
        #expect(loaded.configuration.meters.first?.port.baud == 9_600)
        #expect(loaded.configuration.meters.first?.interval == .seconds(10))
        #expect(loaded.configuration.meters.first?.isEnabled == false)
    }

    @Test(arguments: ["${}", "${1A}", "${A-b}", "${A:b}", "${A", "${A:-"])
    func `a reference that is none is refused`(_ written: String) {
        #expect(
            complaints(smallest + "    name: '\(written)'\n", environment: ["A": "x"]).count == 1)
    }

    @Test func `a secret comes from the file beside the configuration`() throws {
        let secrets = "flat1: \(Keys.one)\nbroker: pa$${ss\n"
        #expect(name("!secret broker", secrets: secrets) == "pa$${ss")
        let files = MemoryFiles(["/etc/gw/secrets.yaml": secrets])
        let loaded = try load(
            smallest + "    key: !secret flat1\n", files: files, permissions: 0o644
        ).get()
        #expect(loaded.configuration.meters.first?.key != nil)
        #expect(
            complaints(smallest + "    key: !secret flat-1\n", files: files) == [
                "meters.yaml:7:10: meters[0].key: secrets.yaml has no 'flat-1'; did you mean 'flat1'?"
            ])
    }

    @Test func `a file of secrets that is missing, open or broken is named once`() {
        let text = smallest + "    key: !secret a\n    name: !secret b\n"
        let refusals = [
            "meters.yaml:7:10: meters[0].key: secrets.yaml beside this file cannot be used; see the message about that file",
            "meters.yaml:8:11: meters[0].name: secrets.yaml beside this file cannot be used; see the message about that file",
        ]
        #expect(
            complaints(text) == [
                "secrets.yaml:1:1: yaml: the file does not exist; create it or correct the path, "
                    + "which is relative to the configuration file"
            ] + refusals)
        var files = MemoryFiles()
        files.files["/etc/gw/secrets.yaml"] = FileContents(bytes: [], permissions: 0o644, owner: 0)
        #expect(
            complaints(text, files: files) == [
                "secrets.yaml:1:1: yaml: the file is open to others (mode 0644); run 'chmod 600 /etc/gw/secrets.yaml'"
            ] + refusals)
        files["/etc/gw/secrets.yaml"] = "a: [x]\n"
        #expect(
            complaints(text, files: files) == [
                "secrets.yaml:1:4: a: a single value is expected here; write it behind the colon"
            ] + refusals)
    }
}
