// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings
import TestSupport
import Testing

@testable import History

/// Numbers in a damaged database with which nobody can reckon, though SQLite finds nothing wrong.
@Suite struct FigureTests {
    /// A row that is read at the start, with a number in it that was never written.
    enum Row: String, CaseIterable {
        case streamID = "UPDATE epoch SET id = # WHERE meter = 'flat-1'"
        case generation = "UPDATE epoch SET generation = # WHERE meter = 'flat-1'"
        case last = "UPDATE epoch SET last = # WHERE meter = 'flat-1'"
        case stored = "UPDATE epoch SET stored = # WHERE meter = 'flat-1'"
        case missedOn = "UPDATE epoch SET missed_on = # WHERE meter = 'flat-1'"
        case missedOff = "UPDATE epoch SET missed_off = # WHERE meter = 'flat-1'"
        case telegramID = "UPDATE telegram SET id = # WHERE id = (SELECT max(id) FROM telegram)"
        case counter = "UPDATE telegram SET counter = # WHERE epoch = 1 AND counter = 20"
        case received = "UPDATE telegram SET rx_time = # WHERE epoch = 1 AND counter = 20"
        case position = "UPDATE cursor SET position = # WHERE epoch = 1"
        case rolledUp = "INSERT INTO rolled_up VALUES(1, #, 0)"
        case pruned = "INSERT INTO rolled_up VALUES(1, 1, #)"
        case quantity = "INSERT INTO quantity VALUES(#, 'power_import_kw')"
        case seriesMeter = "INSERT INTO series_meter VALUES(#, 'flat-1', x'')"
        case missing = "INSERT INTO missing VALUES(1, 0, #, x'')"
        case equipment = "INSERT INTO equipment VALUES(1, #, 'name', 0, 0, 0, x'', x'')"
    }

    private static let damaged = "telegrams.damaged-"

    @Test(arguments: Row.allCases, [Int64.max, .max - 1, .min])
    func `D3 a number that was never written is met at the start, set aside, and traps nothing`(
        row: Row, number: Int64
    ) async throws {
        // A counter below all others is in no stretch that is read: the row is as good as gone.
        if row == .counter, number < 0 { return }
        let folder = try TemporaryFolder()
        let clock = try await leave(in: folder.path)
        try spoil(folder.path, row, number)
        let tested = await TestedLog(folder.path, clock: clock)
        #expect(tested.events.contains { if case .setAside = $0 { true } else { false } })
        #expect(tested.events.contains { if case .recovered = $0 { true } else { false } })
        #expect(tested.log.snapshot().state.isStoring)
        #expect(await tested.log.replayFloors().values.sorted() == [7, 20])
        try await tested.store([20, 21])
        try await tested.store([7, 8], meter: "flat-2")
        #expect(tested.repeated == 2)
        // The other meter is none the worse, and no telegram comes before an older one.
        #expect(try tested.account("flat-2").stored == 8)
        let given = try await tested.take()
        for meter in ["flat-1", "flat-2"] {
            let counters = given.filter { $0.record.meter.text == meter }.counters
            #expect(counters == counters.sorted())
            #expect(counters.last == (meter == "flat-1" ? 21 : 8))
        }
        tested.clock.advance(61)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.stop()
        // What was set aside stays there.
        let next = await TestedLog(folder.path, clock: clock)
        #expect(next.log.snapshot().state.word == "ok")
        #expect(!next.events.contains { if case .setAside = $0 { true } else { false } })
        #expect(folder.names.count { $0.hasPrefix(Self.damaged) && $0.hasSuffix(".db") } == 1)
        await next.log.stop()
    }

    @Test func `D3 a stream with figures that were never written is counted anew from its rows`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = try await leave(in: folder.path)
        try spoil(folder.path, .stored, .max)
        let tested = await TestedLog(folder.path, clock: clock)
        let account = try tested.account()
        #expect(account.stored == 18)
        #expect(account.missed == 2)
        #expect(account.first == 1)
        #expect(account.last == 20)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 25)
        await tested.log.stop()
    }

    @Test(arguments: ["from_counter = #", "to_counter = #", "to_counter = #, from_counter = -#"])
    func `D3 a gap with counters that were never written is left out of the account`(
        change: String
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = try await leave(in: folder.path)
        let sql = "UPDATE gap SET " + change.replacing("#", with: "\(Int64.max)")
        // The figures of the checkpoint are gone, so that the gaps are summed up.
        try await DatabaseQueue(path: folder.path + "/telegrams.db").write { db in
            try db.execute(sql: sql)
            try db.execute(sql: "UPDATE epoch SET first = NULL, last = NULL, stored = 0")
        }
        let tested = await TestedLog(folder.path, clock: clock)
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(try tested.account().stored == 18)
        await tested.log.stop()
    }

    @Test(arguments: ["rx_time", "meter_time", "counter", "frame_counter", "id"])
    func `D3 a telegram in the middle with a number that was never written is met when it is read`(
        column: String
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = try await leave(in: folder.path)
        try await DatabaseQueue(path: folder.path + "/telegrams.db").write {
            try $0.execute(
                sql: "UPDATE telegram SET \(column) = ? WHERE epoch = 1 AND counter = 9",
                arguments: [column == "id" ? Int64.min : Int64.max - 7])
        }
        let tested = await TestedLog(folder.path, clock: clock)
        var given: [UInt32] = []
        for _ in 0..<3 {
            given += try await tested.publish()
            await tested.settle()
            await tested.log.perform { $0.prune() }
        }
        #expect(Set(given).isSuperset(of: [8, 10, 20]))
        #expect(!given.contains(9) || column == "frame_counter")
        #expect(tested.log.snapshot().state.isStoring)
        await tested.log.stop()
    }

    /// Leaves a database of two meters, one with a gap, closed; five telegrams are published.
    private func leave(in path: String) async throws -> ManualClock {
        let first = await TestedLog(path)
        try await first.store(1...10)
        try await first.store(1...7, meter: "flat-2")
        _ = try await first.publish(5)
        await first.log.stop()
        let second = await TestedLog(path, clock: first.clock)
        try await second.store(13...20)
        await second.log.stop()
        return first.clock
    }

    private func spoil(_ path: String, _ row: Row, _ number: Int64) throws {
        let queue = try DatabaseQueue(path: path + "/telegrams.db")
        defer { try? queue.close() }
        try queue.write {
            try $0.execute(sql: row.rawValue.replacing("#", with: "\(number)"))
        }
    }
}
