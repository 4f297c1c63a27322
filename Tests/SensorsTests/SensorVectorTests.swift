// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Sensors
import Testing

/// The recorded sensor lines of the test vectors, which lie beside the package or where METER_VECTORS says.
struct SensorVectorTests {
    struct Index: Decodable {
        let vectors: [Vector]
    }

    struct Vector: Decodable, CustomTestStringConvertible {
        struct Expectation: Decodable {
            let total_bytes: Int?
            let readings_cm: [Int]?
            let rejected: Int?
        }
        let id: String
        let `class`: String
        let file: String
        let expect: Expectation
        var testDescription: String { id }
    }

    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["METER_VECTORS"] {
            return URL(filePath: path)
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/vectors")
    }()

    static let vectors: [Vector] = {
        guard let text = try? Foundation.Data(contentsOf: folder.appending(path: "index.json")),
            let index = try? JSONDecoder().decode(Index.self, from: text)
        else { return [] }
        return index.vectors.filter { $0.class == "sensor" }
    }()

    @Test(
        .enabled(if: !vectors.isEmpty, "no test vectors: set METER_VECTORS to their folder"),
        arguments: vectors)
    func `each recorded line gives the distances that were written down`(_ vector: Vector) throws {
        let bytes = try [UInt8](
            Foundation.Data(contentsOf: SensorVectorTests.folder.appending(path: vector.file)))
        #expect(bytes.count == vector.expect.total_bytes)
        var accumulator = SensorAccumulator(.mb7060)
        var events = accumulator.append(bytes)
        events += accumulator.flush()
        var distances: [Int] = []
        for case .sample(let sample) in events {
            distances.append(sample.values.first.map { Int($0.number.mantissa) } ?? 765)
        }
        #expect(distances == vector.expect.readings_cm)
        // The index leaves an unfinished line at the end open; for `flush` it is over.
        let unfinished = events.contains { event in
            if case .discarded(_, _, .truncated) = event { true } else { false }
        }
        #expect(accumulator.badLines == (vector.expect.rejected ?? 0) + (unfinished ? 1 : 0))
        #expect(events.map(\.length).reduce(0, +) == bytes.count)
        for cut in 0...bytes.count {
            #expect(events == allEvents(.mb7060, [Array(bytes[..<cut]), Array(bytes[cut...])]))
        }
    }
}
