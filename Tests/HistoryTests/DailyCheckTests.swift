// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Locking
import Readings
import TestSupport
import Testing

@testable import History

/// The whole database is looked through once a day, beside everything else.
@Suite struct DailyCheckTests {
    /// A log with telegrams in its file and none in memory, one page of which is noise then.
    private static func damaged(_ path: String, isBusy: @escaping @Sendable (UTCTime) -> Bool)
        async throws -> TestedLog
    {
        let tested = await TestedLog(path) { $0.isBusy = isBusy }
        try await tested.store(1...400)
        await tested.log.perform { try? $0.database?.truncateLog() }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path + "/telegrams.db"))
        let page = try file.seekToEnd() / 2 / 1_024 * 1_024
        try file.seek(toOffset: page)
        try file.write(
            contentsOf: Data((0..<1_024).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }))
        try file.close()
        await tested.execute("PRAGMA shrink_memory")
        return tested
    }

    private static func failures(_ tested: TestedLog) -> Int {
        tested.events.count { if case .checkFailed = $0 { true } else { false } }
    }

    @Test
    func `D6 a page of noise is told once as check_failed, and then the database is set aside`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = try await Self.damaged(folder.path) { _ in false }
        await tested.log.tick()
        await tested.settle()
        #expect(Self.failures(tested) == 0, "a day is not over")
        tested.clock.advance(86_401)
        await tested.log.tick()
        await tested.settle()
        #expect(Self.failures(tested) == 1)
        let states = tested.events.compactMap { event -> String? in
            if case .changed(let state) = event { state.word } else { nil }
        }
        #expect(states.suffix(2) == ["check_failed", "db_replaced"])
        try await tested.store(401...402)
        #expect(await tested.number("SELECT count(*) FROM telegram WHERE counter > 400") == 2)
        await tested.log.tick()
        #expect(tested.log.snapshot().state.word == "ok")
        // The new one is sound the day after.
        tested.clock.advance(86_401)
        await tested.log.tick()
        await tested.settle()
        #expect(Self.failures(tested) == 1)
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.stop()
    }

    @Test func `D6 the daily check waits until reports are made`() async throws {
        let folder = try TemporaryFolder()
        let isBusy = Mutex(true)
        let tested = try await Self.damaged(folder.path) { _ in isBusy.withLock { $0 } }
        tested.clock.advance(86_401)
        await tested.log.tick()
        await tested.settle()
        #expect(Self.failures(tested) == 0)
        #expect(tested.log.snapshot().state.word == "ok")
        isBusy.withLock { $0 = false }
        await tested.log.tick()
        await tested.settle()
        #expect(Self.failures(tested) == 1)
        await tested.log.stop()
    }

    @Test func `D6 check_failed stands, and storing goes on, until a check finds no damage`()
        async throws
    {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...5)
        func find(_ finding: DamageCheck.Finding) async -> Bool {
            await tested.log.perform { writer in
                writer.isCheckDue = true
                guard writer.beginCheck() else { return true }
                return writer.checked(finding, isSecond: false)
            }
        }
        #expect(await !find(.unreadable("disk I/O error")))
        #expect(tested.log.snapshot().state.word == "check_failed")
        #expect(tested.log.snapshot().state.isStoring)
        try await tested.store(6...8)
        #expect(await tested.number("SELECT count(*) FROM telegram") == 8)
        #expect(await !find(.unreadable("disk I/O error")))
        #expect(await !find(.unfinished))
        #expect(tested.log.snapshot().state.word == "check_failed")
        #expect(Self.failures(tested) == 1)
        #expect(await !find(.sound))
        #expect(tested.log.snapshot().state.word == "ok")
        // What is found of a database that another has replaced meanwhile is of no account.
        await tested.log.perform { $0.checkedNode = 1 }
        #expect(await tested.log.perform { !$0.checked(.damaged("old"), isSecond: true) })
        #expect(tested.log.snapshot().state.word == "ok")
        await tested.log.stop()
    }

    @Test func `D6 damage that is not found a second time is told to nobody`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...5)
        let before = tested.events.count
        func find(_ finding: DamageCheck.Finding, isSecond: Bool) async -> Bool {
            await tested.log.perform { writer in
                writer.isCheckDue = !isSecond
                guard isSecond || writer.beginCheck() else { return false }
                return writer.checked(finding, isSecond: isSecond)
            }
        }
        #expect(await find(.damaged("a page of another"), isSecond: false), "it is looked at again")
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(await !find(.sound, isSecond: true))
        #expect(tested.events.count == before, "nothing was told, and no state left")
        // What could not be looked at again is told all the same.
        #expect(await find(.damaged("a page of another"), isSecond: false))
        #expect(await !find(.unfinished, isSecond: true))
        #expect(tested.events.contains(.checkFailed(detail: "a page of another")))
        #expect(tested.log.snapshot().state.word == "check_failed")
        // And an old suspicion does not outlive the look that it led to.
        #expect(await !find(.sound, isSecond: false))
        let told = tested.events.count
        #expect(await !find(.unfinished, isSecond: false))
        #expect(tested.events.count == told)
        await tested.log.stop()
    }

    @Test func `D6 telegrams are committed while a check reads, and are not held up by it`()
        async throws
    {
        let folder = try TemporaryFolder()
        let steps = Journal<String>()
        let hold = DispatchSemaphore(value: 0)
        let check = DamageCheck(StoreFiles(directory: folder.path)) {
            steps.append("reading")
            _ = hold.wait(timeout: .now() + 20)
            steps.append("found")
        }
        let tested = await TestedLog(folder.path, check: check)
        try await tested.store(1...5)
        tested.clock.advance(86_401)
        await tested.log.tick()
        #expect(await steps.wait { !$0.isEmpty })
        tested.log.append(try .telegram("flat-1", 6, at: tested.clock.now))
        #expect(await tested.number("SELECT count(*) FROM telegram") == 6)
        // The minute's commit is forced to the medium, and moves into the database.
        tested.clock.advance(61)
        await tested.log.tick()
        tested.log.append(try .telegram("flat-1", 7, at: tested.clock.now))
        #expect(await tested.number("SELECT count(*) FROM telegram") == 7)
        steps.append("committed")
        #expect(tested.log.snapshot().state.word == "ok")
        hold.signal()
        await tested.settle()
        #expect(steps.entries == ["reading", "committed", "found"])
        await tested.log.stop()
    }

    @Test func `D6 a check finds nothing wrong beside a writer`() async throws {
        let folder = try TemporaryFolder()
        let tested = await TestedLog(folder.path)
        try await tested.store(1...200)
        let check = DamageCheck(StoreFiles(directory: folder.path))
        let findings = Journal<DamageCheck.Finding>()
        BackgroundThread.start {
            for _ in 0..<20 { findings.append(check.look(limit: .seconds(60))) }
        }
        for round in 1...20 {
            try await tested.store(UInt32(round) * 200 + 1...UInt32(round) * 200 + 200)
        }
        #expect(await findings.wait { $0.count == 20 })
        #expect(Set(findings.entries) == [.sound])
        #expect(await tested.number("SELECT count(*) FROM telegram") == 4_200)
        check.end()
        #expect(check.look(limit: .seconds(60)) == .unfinished)
        await tested.log.stop()
    }
}
