// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

/// What is known of each meter right after a start.
@Suite struct LatestTests {
    private static func latest(_ tested: TestedLog) async -> [String: UInt32] {
        let records = await tested.log.perform { $0.latestTelegrams() }
        return Dictionary(
            records.map { ($0.meter.text, $0.origin.frameCounter ?? 0) }, uniquingKeysWith: max)
    }

    @Test func `the telegram of each meter that was stored last is found after a restart`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        #expect(await Self.latest(tested).isEmpty)
        try await tested.store(1...5)
        try await tested.store(9...9, meter: "flat-2")
        // Another key begins another epoch: the later one counts, not the higher counter.
        try await tested.store(2...3, key: "feedf00d")
        await tested.log.stop()
        let again = await TestedLog(folder.path)
        #expect(await Self.latest(again) == ["flat-1": 3, "flat-2": 9])
        await again.execute("DELETE FROM telegram")
        #expect(await Self.latest(again).isEmpty)
        await again.log.stop()
    }
}
