// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import History

/// The order of a meter's telegrams while the log stores nothing.
@Suite struct BacklogOrderTests {
    @Test func `D1 a backlog is read while nothing can be stored, and goes before what came since`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...20)
        await tested.log.perform { $0.doWithout(StoreFailure(.diskFull)) }
        #expect(!tested.log.snapshot().state.isStoring)
        try await tested.store(21...25)
        #expect(tested.log.backlog("broker").count == 25)
        #expect(try await tested.publish(12) == Array(1...12))
        #expect(try await tested.publish() == Array(13...25))
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.isStoring)
        try await tested.store([26])
        #expect(try await tested.publish() == [26])
        #expect(tested.log.backlog("broker").count == 0)
        #expect(try tested.account().stored == 26)
        await tested.log.stop()
    }

    @Test func `D15 telegrams wait five minutes for a backlog that cannot be read, no longer`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/state"
        let away = folder.path + "/away"
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        let tested = await TestedLog(path)
        try await tested.store(1...3)
        try files.moveItem(atPath: path, toPath: away)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "no_storage")
        try await tested.store(4...5)
        // Another meter has nothing to wait for.
        try await tested.store([70], meter: "flat-2")
        #expect(try await tested.publish() == [70])
        try files.moveItem(atPath: away, toPath: path)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(try await tested.publish() == Array(1...5))

        try await tested.store(6...8)
        try files.moveItem(atPath: path, toPath: away)
        await tested.log.tick()
        try await tested.store([9])
        tested.clock.advance(299)
        await tested.log.tick()
        #expect(try await tested.publish().isEmpty)
        tested.clock.advance(2)
        #expect(try await tested.publish() == [9])
        try files.moveItem(atPath: away, toPath: path)
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(try await tested.publish() == Array(6...8))
        #expect(tested.log.backlog("broker").count == 0)
        await tested.log.stop()
    }
}
