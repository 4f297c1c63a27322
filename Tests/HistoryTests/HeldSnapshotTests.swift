// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import TestSupport
import Testing

@testable import History

/// A reader of the file that does not let go.
@Suite struct HeldSnapshotTests {
    @Test
    func `D8 a reader that holds its snapshot stops nothing, is seen, and leaves nothing behind`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...5)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(
            path: folder.path + "/telegrams.db", configuration: configuration)
        let count = "SELECT count(*) FROM telegram"
        let seen = try await reader.writeWithoutTransaction { db in
            try db.beginTransaction(.deferred)
            return try db.number(count)
        }
        #expect(seen == 5)
        try await tested.store(6...9_000)
        await tested.log.tick()
        // What the reader sees cannot be written over, so the log has to grow.
        #expect(tested.log.snapshot().walBytes > 5 << 20)
        tested.clock.advance(86_401)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(tested.log.snapshot().walBytes > 5 << 20)
        let changes = tested.events.count { if case .changed = $0 { true } else { false } }
        #expect(changes == 1, "the start alone")
        try await tested.store([9_001])
        #expect(await tested.number(count) == 9_001)
        #expect(try await reader.writeWithoutTransaction { try $0.number(count) } == 5)

        try await reader.writeWithoutTransaction { try $0.commit() }
        try reader.close()
        tested.clock.advance(86_401)
        await tested.log.tick()
        #expect(tested.log.snapshot().walBytes == 0)
        await tested.log.stop()
    }
}
