// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The recorded and made test vectors through the built program; what each must give in detail is tested with the core.
@Suite(
    .enabled(if: !RecordedVectors.all.isEmpty, "no test vectors: set METER_VECTORS to their folder")
)
struct VectorDecodeTests {
    @Test(arguments: ["encrypted", "plaintext", "stream", "sensor"])
    func
        `every byte of each vector is accounted for, and the exit code says whether anything was read`(
            kind: String
        ) async throws
    {
        let plot = await Plot.free()
        defer { withExtendedLifetime(plot) {} }
        let chosen = RecordedVectors.all.filter { $0["class"] == .text(kind) }
        #expect(!chosen.isEmpty)
        for vector in chosen {
            let id = vector["id"]?.written ?? ""
            let path = TestVectors.folder.appending(path: vector["file"]?.written ?? "").path()
            let outcome = try await Programs.decode(
                Self.options(vector) + [path], input: "/dev/null")
            let lines = outcome.output.compactMap { JSONValue($0) }
            #expect(lines.count == outcome.output.count, "\(id)")
            #expect(outcome.errors == "", "\(id)")
            let accepted = lines.filter { $0["type"] != .text("discarded") }
            #expect(outcome.status == (accepted.isEmpty ? 1 : 0), "\(id)")
            var end = 0
            for line in lines {
                #expect(line["offset"]?.integer == end, "\(id)")
                end += line["length"]?.integer ?? 0
            }
            #expect(end == vector["expect"]?["total_bytes"]?.integer, "\(id)")
            expectContents(accepted, lines, of: vector, id)
        }
    }

    private func expectContents(
        _ accepted: [JSONValue], _ lines: [JSONValue], of vector: JSONValue, _ id: String
    ) {
        let expect = vector["expect"]
        if let counter = expect?["frame_counter"]?.written, let telegram = accepted.first {
            #expect(telegram["frame_counter"]?.integer == Int(counter, radix: 16), "\(id)")
            #expect(telegram["system_title"] == expect?["system_title"], "\(id)")
        }
        if let good = expect?["good_frames"]?.integer {
            #expect(
                accepted.count + lines.count { $0["reason"] == .text("replay") } == good, "\(id)")
        }
        if case .array(let distances) = expect?["readings_cm"] {
            #expect(
                accepted.map { $0["values"]?["distance_cm"] ?? .number("765") } == distances,
                "\(id)")
        }
    }

    private static func options(_ vector: JSONValue) -> [String] {
        if vector["class"] == .text("sensor") { return ["--sensor", "mb7060"] }
        var keys: [JSONValue] = vector["key_hex"].map { _ in [vector] } ?? []
        if case .array(let several) = vector["keys"] { keys = several }
        var options = keys.compactMap { $0["key_hex"]?.written }.flatMap { ["--key", $0] }
        if let second = keys.compactMap({ $0["auth_key_hex"]?.written }).first {
            options += ["--auth-key", second]
        }
        return options
    }
}
