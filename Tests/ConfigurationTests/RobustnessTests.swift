// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import TestSupport
import Testing

/// Any bytes are a configuration or a list of complaints.
struct RobustnessTests {
    static let files = MemoryFiles(["/etc/gw/k": Keys.one, "/etc/gw/secrets.yaml": "a: b\n"])

    static let seed = Array(
        (ExampleTests.promised
            + "\n  - {id: x, port: /dev/x, pattern: 'a(?<v>[0-9]+)', every: 1s, name: ${A:-b}}\n")
            .utf8)

    /// Pieces that mean something to YAML or to the schema.
    static let pieces: [[UInt8]] = [
        "&a ", "*a", "!secret a", "${", "}", "[", "]", "{", "? ", ": ", "- ", "\n", "\t", "|\n",
        ">", "\"", "'", "#", "---\n",
        "\0", "\u{FEFF}", "é", "999999999999999999999", "-", "(((", "id: a\n", "<<: *a\n",
        "%YAML 1.1\n", "!!binary x", "\r",
        "\u{2028}", "\u{E000}",
    ].map { Array($0.utf8) }

    func check(_ bytes: [UInt8]) {
        let contents = FileContents(bytes: bytes, permissions: 0o600, owner: 0)
        switch ConfigurationLoader(files: RobustnessTests.files).load(
            contents, path: "/etc/gw/meters.yaml", environment: [:])
        {
        case .success(let loaded): #expect(!ResolvedPlan(loaded.configuration).rendered().isEmpty)
        case .failure(let failure):
            #expect(failure.issues.contains { $0.severity == .error })
            #expect(failure.issues.allSatisfy { !$0.description.contains("\n") })
        }
    }

    @Test func `C9 a mutated configuration never traps`() {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<400 {
            var bytes = RobustnessTests.seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1:
                    bytes.removeSubrange(
                        place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
                case 2:
                    bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
                default:
                    let piece = RobustnessTests.pieces[
                        Int.random(in: 0..<RobustnessTests.pieces.count, using: &random)]
                    bytes.insert(contentsOf: piece, at: place)
                }
                if bytes.isEmpty { bytes = [0x0A] }
            }
            check(bytes)
        }
    }

    @Test func `C9 random bytes never trap`() {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<500 {
            check(
                (0..<Int.random(in: 0...200, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                })
            check(
                (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
                    RobustnessTests.pieces[
                        Int.random(in: 0..<RobustnessTests.pieces.count, using: &random)]
                })
        }
    }

    @Test(arguments: Array(stride(from: 0, to: seed.count, by: 7)))
    func `C13 a configuration that ends anywhere never traps`(_ end: Int) {
        check(Array(RobustnessTests.seed[..<end]))
    }
}
