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

    @Test(arguments: ["Package.swift", "Benchmarks/Package.swift", "Fuzz/Package.swift"])
    func `X1 every dependency is named by one exact version`(manifest: String) throws {
        let text = try Self.text(manifest)
        let dependencies = text.matches(of: /\.package\((?<what>[^()]*)\)/).map(\.output.what)
        // One that is written in another way would not be seen.
        #expect(text.components(separatedBy: ".package(").count - 1 == dependencies.count)
        let others = dependencies.filter { !$0.contains("path: \"..\"") }
        #expect(others.count >= (manifest == "Package.swift" ? 6 : 0))
        for other in others {
            #expect(
                other.contains(/url: "https:[^"]+",\s+exact: "[0-9]+\.[0-9]+\.[0-9]+"/), "\(other)")
        }
    }

    @Test func `X5 whoever finds a hole is told where to report it and when to expect an answer`()
        throws
    {
        let text = try Self.text("SECURITY.md")
        #expect(text.contains("Report a vulnerability"))
        #expect(text.contains("within a week"))
    }

    @Test(arguments: ["Stream", "Telegram", "Config", "Sensor"])
    func `X6 stream, telegram, config and sensor each have a fuzz target, and inputs for it`(
        name: String
    ) throws {
        let target = try Self.text("Fuzz/Sources/\(name)Fuzz/\(name)Fuzz.swift")
        #expect(target.contains("LLVMFuzzerTestOneInput"))
        #expect(try Self.text("Fuzz/Package.swift").contains("\"\(name)Fuzz\""))
        let corpus = Self.root.appending(path: "Fuzz/corpus/\(name.lowercased())")
        let inputs = try FileManager.default.contentsOfDirectory(
            at: corpus, includingPropertiesForKeys: [.fileSizeKey])
        #expect(!inputs.isEmpty)
        for input in inputs {
            let size = try input.resourceValues(forKeys: [.fileSizeKey]).fileSize
            #expect(size ?? 0 > 0, "\(input.lastPathComponent)")
        }
    }
}
