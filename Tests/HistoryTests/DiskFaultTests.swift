// SPDX-License-Identifier: Apache-2.0
import CFileFaults
import Foundation
import Logging
import Readings
import TestSupport
import Testing

@testable import History

/// Faults of single file calls, and power cuts; one at a time, since the shim below SQLite is one for the whole program.
@Suite(.serialized) struct DiskFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let kind: FileFaultKind
        let isLasting: Bool
        var testDescription: String { name + (isLasting ? " from then on" : " once") }

        static let all = [
            Fault(name: "EIO", kind: FILE_FAULT_EIO, isLasting: false),
            Fault(name: "EIO", kind: FILE_FAULT_EIO, isLasting: true),
            Fault(name: "ENOSPC", kind: FILE_FAULT_ENOSPC, isLasting: false),
            Fault(name: "ENOSPC", kind: FILE_FAULT_ENOSPC, isLasting: true),
            Fault(name: "short write", kind: FILE_FAULT_SHORT_WRITE, isLasting: false),
        ]
    }

    @Test(arguments: Fault.all)
    func
        `Goal G19 D14 whichever file call fails, no row is wrong and all are stored when the fault is over`(
            fault: Fault
        ) async throws
    {
        var calls = 0
        var failing = 1
        var degraded = 0
        repeat {
            let folder = try TemporaryFolder(inMemory: true)
            unsafe file_faults_arm(folder.path, failing, fault.kind, fault.isLasting)
            let tested = await TestedLog(folder.path)
            var delivered: Set<UInt32> = []
            for counter in UInt32(1)...12 {
                try await tested.store([counter], meter: "flat-\(counter % 2)")
                let given = try await tested.take(3)
                delivered.formUnion(given.counters)
                tested.log.acknowledge("broker", given.map(\.token))
                tested.clock.advance(16)
                await tested.log.tick()
            }
            calls = file_faults_disarm()
            if tested.events.contains(where: {
                if case .changed(let state) = $0 { state.fault != nil } else { false }
            }) {
                degraded += 1
            }
            tested.clock.advance(61)
            await tested.log.tick()
            await tested.log.tick()
            #expect(tested.log.snapshot().state.word == "ok", "call \(failing)")
            try await tested.store([13], meter: "flat-1")
            delivered.formUnion(try await tested.publish())
            #expect(tested.log.backlog("broker").count == 0, "call \(failing)")
            // On a full disk what every sink has may go; nothing goes unseen.
            #expect(delivered == Set(1...13), "call \(failing)")
            #expect(tested.log.snapshot().dropped == 0, "call \(failing)")
            let isSetAside = tested.events.contains {
                if case .setAside = $0 { true } else { false }
            }
            #expect(!isSetAside, "call \(failing)")
            await tested.log.stop()
            try await check(
                folder.path, isComplete: fault.kind != FILE_FAULT_ENOSPC, "call \(failing)")
            failing += 1
        } while failing <= calls
        print(
            "G19: \(fault.testDescription): each of \(calls) calls failed, \(degraded) times it was told"
        )
        #expect(calls > 100)
        #expect(degraded > 0)
    }

    private func check(_ path: String, isComplete: Bool, _ comment: Comment) async throws {
        let again = await TestedLog(path)
        #expect(again.log.snapshot().state.word == "ok", comment)
        let rows = await again.log.perform { writer -> [StoredTelegram] in
            let streams = writer.ledger.streams
            return
                (try? writer.database?.access { db in
                    try streams.flatMap { try db.telegrams(of: $0, above: -1, limit: 100) }
                }) ?? []
        }
        if isComplete { #expect(rows.map(\.counter).sorted() == Array(1...13), comment) }
        #expect(again.log.snapshot().accounts.values.reduce(0) { $0 + $1.stored } == 13, comment)
        for row in rows {
            let meter = "flat-\(row.counter % 2)"
            let expected = try TelegramRecord.telegram(
                meter, UInt32(row.counter), at: row.record.received)
            #expect(row.record == expected, comment)
        }
        #expect(
            await again.number(
                "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1,
            comment)
        await again.log.stop()
    }

    @Test func `Goal G13 D14 a disk that hangs holds up neither the start nor the end`()
        async throws
    {
        let folder = try TemporaryFolder()
        let begun = ContinuousClock.now
        unsafe file_faults_arm(folder.path, 1, FILE_FAULT_HANG, true)
        let log = DiskFaultTests.log(folder.path)
        await log.start(within: .milliseconds(100))
        #expect(log.snapshot().state.word == "starting")
        #expect(await log.stop(within: .milliseconds(100)) == false)
        // A caller who is told to end waits no longer either.
        let asked = Task { await log.nextOfEach("broker", share: 1) }
        asked.cancel()
        #expect(await asked.value.isEmpty)
        let beat = log.beat()
        #expect(log.beat() == beat, "the writer gives no sign of life")
        #expect(ContinuousClock.now - begun < .seconds(3))
        _ = file_faults_disarm()
        #expect(await log.stop())

        let other = DiskFaultTests.log(folder.path)
        await other.start()
        #expect(other.snapshot().state.word == "ok")
        unsafe file_faults_arm(folder.path, 1, FILE_FAULT_HANG, true)
        other.append(try .telegram("flat-1", 7, at: StoreClock.system.wall()))
        let stopping = ContinuousClock.now
        #expect(await other.stop(within: .milliseconds(100)) == false)
        #expect(ContinuousClock.now - stopping < .seconds(2))
        _ = file_faults_disarm()
        #expect(await other.stop())
        let again = await TestedLog(folder.path)
        #expect(try await again.take().counters == [7])
        await again.log.stop()
    }

    private static func log(_ folder: String) -> TelegramLog {
        var settings = StoreSettings(directory: folder, sinks: ["broker"])
        settings.tick = nil
        return TelegramLog(
            settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: [Durability.balanced, .strict])
    func `Goal G6 D5 D6 after a power cut the database is whole and at most the window is lost`(
        durability: Durability
    ) async throws {
        var generator = SeededGenerator(seed: 6)
        let cuts = ProcessInfo.processInfo.environment["HISTORY_CUTS"].flatMap(Int.init) ?? 20
        var lostInAll = 0
        var most = 0
        for cut in 0..<cuts {
            let folder = try TemporaryFolder(inMemory: true)
            DiskJournal.follow(folder.path)
            let tested = await TestedLog(folder.path) { $0.durability = durability }
            var sent: [UInt32: UTCTime] = [:]
            // Now and then more than a checkpoint's worth.
            let count = Int.random(in: 1...(cut % 5 == 0 ? 1_500 : 60), using: &generator)
            for counter in 1...UInt32(count) {
                sent[counter] = tested.clock.now
                try await tested.store([counter])
                if counter % 3 == 0 { _ = try await tested.publish(5) }
                tested.clock.advance(2)
                if counter % 8 == 0 { await tested.log.tick() }
            }
            let after = try TemporaryFolder(inMemory: true)
            try DiskJournal.cut(into: after.path, using: &generator)
            if let floors = FileManager.default.contents(atPath: folder.path + "/floors") {
                try floors.write(to: URL(fileURLWithPath: after.path + "/floors"))
            }
            let now = tested.clock.now
            await tested.kill()

            let again = await TestedLog(after.path, clock: tested.clock)
            #expect(again.log.snapshot().state.word == "ok", "cut \(cut)")
            #expect(
                !again.events.contains { if case .setAside = $0 { true } else { false } },
                "cut \(cut)")
            let whole = await again.number(
                "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")
            #expect(whole == 1, "cut \(cut)")
            let kept = UInt32(
                await again.number("SELECT coalesce(max(counter), 0) FROM telegram") ?? 0)
            #expect(
                await again.number("SELECT count(*) FROM telegram") == Int64(kept), "cut \(cut)")
            let lost = sent.filter { $0.key > kept }
            if durability == .strict { #expect(lost.isEmpty, "cut \(cut)") }
            #expect(
                lost.values.allSatisfy { now.milliseconds - $0.milliseconds <= 64_000 } == true,
                "cut \(cut)")
            #expect(
                try await again.take(2_000).last.map { $0.record.origin.frameCounter ?? 0 } ?? kept
                    == kept, "cut \(cut)")
            lostInAll += lost.count
            most = max(most, lost.count)
            await again.log.stop()
        }
        print(
            "G6: \(durability): \(cuts) cuts, all databases whole, \(lostInAll) telegrams lost, at most \(most) in one"
        )
    }
}
