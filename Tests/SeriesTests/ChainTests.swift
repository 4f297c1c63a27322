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
        ("UPDATE sealed SET text = CAST(text AS BLOB) WHERE id & 255 = 6", 6),
        ("UPDATE sealed SET start = 'never' WHERE id & 255 = 6", 6),
        ("UPDATE sealed SET start = start + 1 WHERE id & 255 = 2", 2),
    ])
    func `one changed byte or an unreadable record is found`(_ change: String, number: Int64)
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

    @Test(arguments: [1, 5, 11] as [Int64])
    func `the first record that is not there is named`(_ number: Int64) async throws {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        await history.execute("DELETE FROM sealed WHERE id & 255 IN (\(number), 11)")
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest)
                == .absent(number: number))
        await history.log.stop()
    }

    /// Where the quarter-hour of a record begins.
    private func quarter(_ number: Int64) -> UTCTime { start.plus((number - 2) * 900) }

    /// The key of the row of a record.
    private func key(_ number: Int64) -> String {
        "\(SeriesKey(1, .quarterHour, quarter(number)).number)"
    }

    @Test func `a quarter-hour that does not say what its record says is named`() async throws {
        for change in ["body = (SELECT body FROM series WHERE id = \(key(6)))", "body = x'00'"] {
            let folder = try TemporaryFolder()
            let history = try await sealedHistory(folder.path)
            await history.execute("UPDATE series SET \(change) WHERE id IN (\(key(4)), \(key(9)))")
            #expect(
                try history.reader.verifyChain(meter, digest: SHA256.digest)
                    == .rowDiffers(number: 4, start: quarter(4)), "\(change)")
            await history.log.stop()
        }
    }

    @Test func `a quarter-hour that is not there is named, unless it is older than rows are kept`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        let head = try history.reader.chainHead(meter)
        await history.execute("DELETE FROM series WHERE id IN (\(key(3)), \(key(7)))")
        for (kept, finding) in [
            (quarter(3), .rowAbsent(number: 3, start: quarter(3))),
            (quarter(4), .rowAbsent(number: 7, start: quarter(7))),
            (quarter(8), .whole(head)),
        ] as [(UTCTime, ChainFinding)] {
            #expect(
                try history.reader.verifyChain(meter, rowsKeptFrom: kept, digest: SHA256.digest)
                    == finding)
        }
        await history.log.stop()
    }

    @Test func `quarter-hours that were removed when they were kept for less time are not missed`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await sealedHistory(folder.path)
        let head = try history.reader.chainHead(meter)
        await history.log.prune(
            RowRetention(quarterHours: .seconds(5_400)), history.reader.calendar)
        #expect(try history.reader.reach(meter, .quarterHour)?.start == quarter(8))
        #expect(try history.reader.verifyChain(meter, digest: SHA256.digest) == .whole(head))
        await history.execute("DELETE FROM series WHERE id = \(key(8))")
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest)
                == .rowAbsent(number: 8, start: quarter(8)))
        await history.log.stop()
    }

    @Test func `numbers of a record and a row are compared as numbers`() throws {
        let period = Period(.quarterHour, start: start, end: start.plus(900))
        func row(_ end: FixedPoint) -> SeriesRow {
            SeriesRow(
                meter: meter, period: period, edges: [],
                evidence: Evidence(telegrams: 90, authentication: .verified),
                registers: [
                    RegisterSpan(
                        name: "gas_m3", start: FixedPoint(100), end: end,
                        difference: end.subtracting(FixedPoint(100)) ?? end)
                ])
        }
        let record = SealedQuarterHour(
            number: 1, meter: meter, start: start,
            text: SealedQuarterHour.text(row(FixedPoint(1_105, decimals: 1))), hash: "")
        #expect(record.says(row(FixedPoint(110_500, decimals: 3))))
        #expect(!record.says(row(FixedPoint(110_501, decimals: 3))))
        #expect(!record.says(row(FixedPoint(11_050, decimals: 1))))
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
        // Telegrams 300 to 310 are in the quarter-hour of the fifth record.
        #expect(
            try history.reader.verifyChain(meter, digest: SHA256.digest)
                == .rowDiffers(number: 5, start: quarter(5)))
        #expect(
            try history.reader.gaps(meter, from: start, to: start.plus(20_000)).map(\.from)
                == [start.plus(2_980)])
        await history.log.stop()
    }
}
