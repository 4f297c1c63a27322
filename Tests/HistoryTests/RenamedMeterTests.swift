// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

/// Floors belong to a meter's title and key, streams to its name too; both have to agree whatever it
/// is called.
@Suite struct RenamedMeterTests {
    @Test func `W15 a meter that was set back under another name goes on under its old one`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await store(999...1_000, as: "flat", in: tested)
        try await store(1_099...1_100, as: "flat-1", in: tested)
        await tested.log.acceptCounter(try #require(MeterID("flat-1")))
        try await store(50...50, as: "flat-1", in: tested)
        try await store(51...51, as: "flat", in: tested)
        #expect(try tested.account("flat").last == 51)
        #expect(try tested.account("flat").missed == 0)
        await tested.kill()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().values.sorted() == [51])
        try await store(52...52, as: "flat", in: again)
        #expect(try again.account("flat").stored == 2)
        #expect(try await again.publish() == [999, 1_000, 1_099, 1_100, 50, 51, 52])
        await again.log.stop()
    }

    @Test func `W15 two meters that exchange their names may both have been set back`() async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        let (one, other) = (try #require(MeterID("one")), try #require(MeterID("other")))
        try await store(1_000...1_000, as: "one", title: "a", in: tested)
        try await store(2_000...2_000, as: "other", title: "b", in: tested)
        try await store(1_001...1_001, as: "other", title: "a", in: tested)
        try await store(2_001...2_001, as: "one", title: "b", in: tested)
        await tested.log.acceptCounter(one)
        await tested.log.acceptCounter(other)
        #expect(await tested.log.replayFloors().isEmpty)
        for title in ["a", "b"] {
            try await store(5...5, as: "one", title: title, in: tested)
            try await store(6...6, as: "other", title: title, in: tested)
        }
        await tested.kill()
        let again = await TestedLog(folder.path)
        #expect(await again.log.replayFloors().values.sorted() == [6, 6])
        try await store(7...7, as: "one", title: "a", in: again)
        #expect(try again.account("one").last == 7)
        await again.log.stop()
    }

    /// Stores telegrams of one and the same meter under a name.
    private func store(
        _ counters: ClosedRange<UInt32>, as name: String, title: String = "a", in tested: TestedLog
    ) async throws {
        for counter in counters {
            var record = try TelegramRecord.telegram(title, counter, at: tested.clock.now)
            record.meter = try #require(MeterID(name))
            tested.log.append(record)
        }
        await tested.settle()
    }
}
