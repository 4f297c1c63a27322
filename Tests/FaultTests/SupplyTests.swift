// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What the checkout itself has to show.
@Suite struct SupplyTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test func `Goal G17 at least 110 of the catalogue's faults are named by a test`() async throws
    {
        let script = Self.root.appending(path: "scripts/faults").path(percentEncoded: false)
        let faults = try ChildProcess([script, "--at-least", "110"])
        #expect(await faults.waitForEnd() == 0)
        print("G17: \(faults.lines.entries.last ?? "")")
    }

    @Test func `X1 every dependency is pinned to a revision`() throws {
        let resolved = try #require(JSONValue(try Self.text("Package.resolved")))
        guard case .array(let pins)? = resolved["pins"] else {
            Issue.record("no pins")
            return
        }
        #expect(pins.count >= 6)
        for pin in pins {
            #expect(pin["state"]?["revision"]?.written?.count == 40)
            #expect(pin["state"]?["version"]?.written != nil)
        }
    }

    @Test func `X5 whoever finds a hole is told where to report it and when to expect an answer`()
        throws
    {
        let text = try Self.text("SECURITY.md")
        #expect(text.contains("Report a vulnerability"))
        #expect(text.contains("within a week"))
    }

    @Test func `X6 every parser has a fuzz target, and inputs for it`() throws {
        let corpus = Self.root.appending(path: "Fuzz/corpus")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: corpus.path(percentEncoded: false))
        #expect(names.count >= 4)
        let sources = FileManager.default.enumerator(
            at: Self.root.appending(path: "Fuzz/Sources"), includingPropertiesForKeys: nil)
        var entries = 0
        for case let file as URL in sources ?? FileManager.DirectoryEnumerator()
        where file.pathExtension == "swift" {
            if try String(contentsOf: file, encoding: .utf8).contains("LLVMFuzzerTestOneInput") {
                entries += 1
            }
        }
        #expect(entries >= 4)
    }
}
