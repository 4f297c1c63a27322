// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct SalvageTests {
    private let start: UTCTime
    private let meter: MeterID

    init() throws {
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
        meter = try MeterID.named("flat-1")
    }

    private func telegrams(_ range: ClosedRange<UInt32>) -> [TelegramRecord] {
        range.map { counter in
            .small(
                meter, counter, at: start.plus(Int64(counter) * 10),
                [("energy_import_kwh", Int64(counter))])
        }
    }

    @Test func `D3 the history of a damaged database is saved as far as it can be read`()
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(telegrams(1...3_000))
        var roller = history.roller()
        _ = try await roller.rollUp()
        let before = try history.everything(meter)
        // A page in the table of telegrams is spoiled, so that the look at the start finds it.
        let page = try #require(
            await history.number(
                "SELECT pageno FROM dbstat WHERE name = 'telegram' AND pagetype = 'leaf' LIMIT 1 OFFSET 9"
            ))
        // The last one to close the database moves the write-ahead log into it.
        history.reader.close()
        await history.log.stop()
        let path = folder.path + "/telegrams.db"
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(page - 1) * 1_024)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 1_024))
        try file.close()
        let after = try await TestedHistory(folder.path, now: start)
        #expect(after.log.snapshot().state.word == "db_replaced")
        while await after.log.perform({ $0.salvage != nil }) {}
        #expect(try after.everything(meter) == before)
        await after.store(telegrams(3_001...3_100))
        var next = after.roller()
        #expect(try await next.rollUp() == 100)
        #expect(try after.reader.verifyChain(meter, digest: SHA256.digest).isWhole)
        await after.log.stop()
    }

    @Test(arguments: [
        "UPDATE rolled_up SET position = #", "UPDATE rolled_up SET pruned = #",
        "INSERT INTO quantity VALUES(#, 'power_export_kw')",
        "INSERT INTO series_meter VALUES(#, 'flat-9', x'')",
        "INSERT INTO missing VALUES(1, 0, #, x'00')",
        "INSERT INTO equipment VALUES(1, 7, NULL, #, 0, 0, x'00', x'00')",
    ])
    func `D3 a number that was never written costs the history its own row only`(change: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(telegrams(1...300))
        var roller = history.roller()
        _ = try await roller.rollUp()
        let before = try history.everything(meter)
        await history.execute(change.replacing("#", with: "\(Int64.max)"))
        history.reader.close()
        await history.log.stop()
        let after = try await TestedHistory(folder.path, now: start)
        #expect(after.log.snapshot().state.word == "db_replaced")
        while await after.log.perform({ $0.salvage != nil }) {}
        #expect(try after.everything(meter) == before)
        await after.store(telegrams(301...320))
        var next = after.roller()
        _ = try await next.rollUp()
        #expect(try after.reader.verifyChain(meter, digest: SHA256.digest).isWhole)
        let day = try #require(try after.reader.row(meter, .day, at: start))
        #expect(day.telegrams == 320)
        #expect(day.register("energy_import_kwh")?.difference == .wattHours(319))
        await after.log.stop()
    }
}
