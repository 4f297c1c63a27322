// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

@testable import History
@testable import LogWriter

@Suite struct KillTests {
    private static func setting(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    @Test
    func
        `Goal G5 D4 nothing committed is lost and nothing is stored twice when the writer is killed`()
        async throws
    {
        let kills = KillTests.setting("HISTORY_KILLS", 100)
        let telegrams = KillTests.setting("HISTORY_TELEGRAMS", 20_000)
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 5)
        var committed: [Set<UInt32>] = Array(repeating: [], count: 5)
        var next: UInt32 = 1_000
        for _ in 0..<kills {
            let lines = Int.random(in: 1..<2 * telegrams / kills, using: &generator)
            let child = try ChildProcess(
                ChildProcess.built("LogWriter"),
                [folder.path, "balanced", "5", "\(next)", "1000000"])
            for _ in 0..<lines { note(child.line(), in: &committed) }
            child.kill()
            while let line = child.line() { note(line, in: &committed) }
            #expect(child.wait() == 128 + SIGKILL)
            // Sometimes the meter's frames while the gateway was down are missed, sometimes some come again.
            let last = committed.compactMap { $0.max() }.max() ?? next
            next =
                Bool.random(using: &generator)
                ? last + UInt32.random(in: 1...4, using: &generator) : last - 1
        }
        let tested = await TestedLog(folder.path) { $0.checkLimit = .seconds(60) }
        #expect(tested.log.snapshot().state.word == "ok")
        #expect(
            await tested.number(
                "SELECT count(*) FROM (SELECT DISTINCT epoch, counter FROM telegram)")
                == tested.number("SELECT count(*) FROM telegram"))
        var stored = 0
        for number in 0..<5 { stored += try await check(number, committed[number], tested) }
        let known = committed.reduce(0) { $0 + $1.count }
        print(
            "G5: \(kills) kills, \(known) telegrams known committed, \(stored) stored, 0 lost, 0 twice"
        )
        await tested.log.stop()
    }

    /// Compares a meter's rows with what was committed, and its account with its rows; how many there are.
    private func check(_ number: Int, _ committed: Set<UInt32>, _ tested: TestedLog) async throws
        -> Int
    {
        let meter = try #require(MeterID("meter-\(number)"))
        var missing = committed
        var count = 0
        var above: Int64 = -1
        while true {
            let rows = await rows(of: meter, above: above, tested)
            guard let last = rows.last else { break }
            let wrong = rows.filter {
                $0.record != TelegramRecord.sample(meter: number, counter: UInt32($0.counter))
            }
            #expect(wrong.map(\.counter) == [])
            missing.subtract(rows.map { UInt32($0.counter) })
            count += rows.count
            above = last.counter
        }
        #expect(missing.isEmpty)
        let account = try tested.account(meter.text)
        #expect(account.stored == UInt64(count))
        let first = try #require(account.first)
        let last = try #require(account.last)
        let missed = try #require(account.missed)
        #expect(account.stored + missed == UInt64(last - first) + 1)
        let gaps = await tested.log.gaps(meter, limit: 1_000_000)
        #expect(gaps.reduce(0) { $0 + $1.count } == missed)
        return count
    }

    private func note(_ line: String?, in committed: inout [Set<UInt32>]) {
        guard let words = line?.split(separator: " "), words.count == 2,
            let counter = UInt32(words[1]), let number = words[0].last.flatMap({ Int(String($0)) }),
            number < committed.count
        else { return }
        committed[number].insert(counter)
    }

    private func rows(
        of meter: MeterID, above counter: Int64, _ tested: TestedLog
    ) async -> [StoredTelegram] {
        await tested.log.perform { writer in
            guard let stream = writer.ledger.streams.first(where: { $0.meter == meter }) else {
                return []
            }
            return
                (try? writer.database?.access {
                    try $0.telegrams(of: stream, above: counter, limit: 1_000)
                }) ?? []
        }
    }
}
