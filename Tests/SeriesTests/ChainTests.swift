// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct ChainTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    private func sealedHistory(_ path: String) async throws -> TestedHistory {
        let history = try await TestedHistory(path, now: start.plus(20_000))
        await history.store(
            (0..<1_000).map { index in
                .small(
                    meter, UInt32(index + 1), at: start.plus(Int64(index) * 10),
                    [("energy_import_kwh", 1_000 + Int64(index))])
            })
        var roller = history.roller()
        _ = try await roller.rollUp()
        return history
    }

    @Test func `each quarter-hour is written down with the hash of the one before`() async throws {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        let records = try history.reader.sealed(meter)
        #expect(records.count == 12)
        #expect(records.map(\.number) == Array(1...12))
        #expect(
            records[1].text
                == "1|flat-1|2026-01-30T09:00:00Z|2026-01-30T09:15:00Z|complete|90|2|91|verified"
                + "|energy_import_kwh=1.000,1.090,0.090")
        // The example of docs/history.md, made with sha256sum.
        #expect(
            records.prefix(2).map(\.hash) == [
                "2f5a06ff5a890320a1be1d0133a4fcc5060c7b0526a63f0703d14fce0ff03de8",
                "449eb81d96c86305b2521390165f6424e8b733f1f02a8b70ac1efaa2c6869a94",
            ])
        let head = try #require(try history.reader.chainHead(meter))
        #expect(head.number == 12)
        #expect(head.hash == records[11].hash)
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest) == .whole(head))
        await history.log.stop()
    }

    @Test(arguments: [
        ("UPDATE sealed SET text = replace(text, '1.270', '1.271') WHERE id & 255 = 4", 4),
        ("UPDATE sealed SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE id & 255 = 7", 7),
        ("DELETE FROM sealed WHERE id & 255 = 5", 6),
        ("UPDATE sealed SET start = start + 1 WHERE id & 255 = 2", 2),
    ])
    func `one changed byte or a missing record is found`(_ change: String, number: Int64)
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        await history.execute(change)
        guard
            case .broken(let found, _) = try history.reader.verifyChain(
                meter, digest: SHA256.digest)
        else {
            Issue.record("the chain seems whole")
            return
        }
        #expect(found == number)
        await history.log.stop()
    }

    @Test(arguments: [(0, "08:45:00"), (9, "11:00:00")])
    func `a chain whose end was taken away ends before its rows do`(_ left: Int64, row: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        await history.execute("DELETE FROM sealed WHERE id & 255 > \(left)")
        let head = try history.reader.chainHead(meter)
        #expect((head?.number ?? 0) == left)
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest)
                == .cutOff(after: head, row: #require(UTCTime("2026-01-30T\(row)Z"))))
        await history.log.stop()
    }

    @Test func `records that were given to another meter are counted`() async throws {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        #expect(try history.reader.strayRecords() == 0)
        await history.execute("UPDATE sealed SET id = id + (1 << 40) WHERE id & 255 > 9")
        #expect(try history.reader.strayRecords() == 3)
        await history.log.stop()
    }

    @Test func `what is sealed stays when the roll-up is done again`() async throws {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        let before = try history.reader.sealed(meter)
        await history.execute("DELETE FROM telegram WHERE counter BETWEEN 300 AND 310")
        var roller = history.roller()
        try await roller.rebuild()
        #expect(try history.reader.sealed(meter) == before)
        #expect(try history.reader.verifyChain(meter, digest: SHA256.digest).isWhole)
        #expect(
            try history.reader.gaps(meter, from: start, to: start.plus(20_000)).map(\.from)
                == [start.plus(2_980)])
        await history.log.stop()
    }
}
