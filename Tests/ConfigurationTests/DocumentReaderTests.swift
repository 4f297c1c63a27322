// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import GatewayConfiguration

/// How long a document takes to be read.
struct DocumentReaderTests {
    /// How much time of the processor this thread has had, in seconds; what else runs does not count.
    private static var spent: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What it costs to read one mapping of so many keys.
    private static func cost(of count: Int) -> Double {
        let text = (0..<count).map { "k\($0): 1\n" }.joined()
        let reader = DocumentReader(
            findings: Findings(file: "meters.yaml"),
            references: References(environment: [:], secrets: nil))
        let start = spent
        #expect(reader.read(Array(text.utf8)) != nil)
        return spent - start
    }

    @Test func `C9 eight times as many keys in a mapping take less than sixteen times as long`() {
        _ = Self.cost(of: 100)
        #expect(Self.cost(of: 40_000) < 16 * Self.cost(of: 5_000))
    }
}
