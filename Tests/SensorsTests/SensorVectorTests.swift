// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Sensors
import TestSupport
import Testing

/// The recorded sensor lines of the test vectors, which lie beside the package or where METER_VECTORS says.
struct SensorVectorTests {
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

    static let vectors: [Vector] = TestVectors.all().filter { $0.class == "sensor" }

    @Test(
        .enabled(if: !vectors.isEmpty, "no test vectors: set METER_VECTORS to their folder"),
        arguments: vectors)
    func `each recorded line gives the distances that were written down`(_ vector: Vector) throws {
        let bytes = try [UInt8](
            Foundation.Data(contentsOf: TestVectors.folder.appending(path: vector.file)))
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
