// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct OutboxModelTests {
    /// How many lists; two halves run beside each other.
    private static let lists =
        ProcessInfo.processInfo.environment["OUTBOX_MODEL_LISTS"].flatMap(Int.init) ?? 2_000

    @Test(arguments: 0..<2)
    func `Goal G20 D17 random actions do to the log what they do to a simple model`(half: Int)
        async throws
    {
        var actions = 0
        for seed in stride(from: half, to: OutboxModelTests.lists, by: 2) {
            let folder = try TemporaryFolder(inMemory: true)
            var walk = await OutboxWalk(folder.path, seed: UInt64(seed))
            actions += try await walk.run()
        }
        print(
            "G20: half \(half) of \(OutboxModelTests.lists) lists, \(actions) actions equal to the model"
        )
    }
}

/// One list of random actions, done to a log and to a model.
private struct OutboxWalk {
    private let path: String
    private let clock = ManualClock()
    private let seed: UInt64
    private var generator: SeededGenerator
    private var tested: TestedLog
    private var model = OutboxModel()

    init(_ path: String, seed: UInt64) async {
        self.path = path
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        tested = await OutboxWalk.open(path, clock)
    }

    private static func open(_ path: String, _ clock: ManualClock) async -> TestedLog {
        await TestedLog(path, clock: clock) {
            $0.cursorLimit = 7
            $0.retention = .seconds(300)
        }
    }

    mutating func run() async throws -> Int {
        let count = Int.random(in: 10...40, using: &generator)
        for _ in 0..<count {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<40: try await store()
            case 40..<60: try await publish()
            case 60..<75: await settle(isParked: false)
            case 75..<78: await settle(isParked: true)
            case 78..<85: await crash()
            case 85..<92: await prune()
            default: try await fill()
            }
            await compare()
        }
        await tested.log.stop()
        return count
    }

    private mutating func store() async throws {
        for _ in 0..<Int.random(in: 1...8, using: &generator) { try await storeOne() }
    }

    private mutating func storeOne() async throws {
        let meter = "meter-\(Int.random(in: 0..<3, using: &generator))"
        let counter = (model.last[meter] ?? 100) + UInt32.random(in: 1...2, using: &generator)
        clock.advance(1)
        try await tested.store([counter], meter: meter)
        model.store(.init(meter: meter, counter: counter, received: clock.now.milliseconds))
    }

    private mutating func publish() async throws {
        let limit = Int.random(in: 1...10, using: &generator)
        let expected = model.next(limit)
        let given = try await tested.take(limit)
        #expect(given.map { Key($0.record) } == expected.map(Key.init), "seed \(seed)")
        for (delivery, row) in zip(given, expected) {
            model.inFlight[delivery.token] = row
        }
    }

    private mutating func settle(isParked: Bool) async {
        for token in someTokens() {
            if let row = model.inFlight.removeValue(forKey: token) { model.settled.insert(row) }
            if isParked {
                tested.log.refuse("broker", [token])
            } else {
                tested.log.acknowledge("broker", [token])
            }
        }
        await tested.settle()
    }

    private mutating func someTokens() -> [UInt64] {
        let tokens = model.inFlight.keys.sorted()
        return tokens.filter { _ in Bool.random(using: &generator) }
    }

    private mutating func crash() async {
        if Bool.random(using: &generator) { await tested.kill() } else { await tested.log.stop() }
        tested = await OutboxWalk.open(path, clock)
        let saved = await saved()
        // What was saved was true.
        for meter in model.meters {
            #expect(saved[meter] ?? -1 <= model.position(meter), "seed \(seed)")
        }
        model.crash(saved: saved)
    }

    private mutating func prune() async {
        clock.advance(Int64.random(in: 0...400, using: &generator))
        await tested.log.perform { $0.prune() }
        guard let newest = model.rows.last?.received else { return }
        model.prune(before: min(newest, clock.now.milliseconds) - 300_000)
    }

    /// The disk is full while telegrams come: what every sink has goes first, and what is lost is counted.
    private mutating func fill() async throws {
        let before = tested.log.snapshot().droppedUnpublished
        await tested.execute("PRAGMA max_page_count = 1")
        for _ in 0..<Int.random(in: 1...6, using: &generator) { try await storeOne() }
        await tested.execute("PRAGMA max_page_count = 1000000")
        if tested.log.snapshot().state.isStoring == false {
            clock.advance(61)
        }
        await tested.log.tick()
        let present = Set(await rows())
        let gone = model.rows.filter { !present.contains(Key($0)) }
        let dropped = tested.log.snapshot().droppedUnpublished - before
        let lost = gone.filter { !model.settled.contains($0) }
        #expect(UInt64(lost.count) <= dropped, "seed \(seed)")
        model.rows.removeAll { !present.contains(Key($0)) }
    }

    private func compare() async {
        #expect(await rows() == model.rows.map(Key.init), "seed \(seed)")
        let open = model.rows.count { !model.settled.contains($0) }
        let flying = Set(model.inFlight.values).subtracting(model.rows).count
        #expect(tested.log.backlog("broker").count == open + flying, "seed \(seed)")
        for (meter, account) in tested.log.snapshot().accounts {
            #expect(account.stored == model.stored[meter.text], "seed \(seed)")
            #expect(account.last == model.last[meter.text], "seed \(seed)")
            let span = (account.last ?? 0) - (account.first ?? 1) + 1
            #expect(account.stored + (account.missed ?? 0) == UInt64(span), "seed \(seed)")
        }
    }

    private struct Key: Hashable {
        let meter: String
        let counter: UInt32

        init(meter: String, counter: UInt32) { (self.meter, self.counter) = (meter, counter) }
        init(_ row: OutboxModel.Row) { (meter, counter) = (row.meter, row.counter) }
        init(_ record: TelegramRecord) {
            (meter, counter) = (record.meter.text, record.origin.frameCounter ?? 0)
        }
    }

    private func rows() async -> [Key] {
        await tested.log.perform { writer -> [Key] in
            let meters = Dictionary(
                uniqueKeysWithValues: writer.ledger.streams.map { ($0.id, $0.meter.text) })
            let found = try? writer.database?.access { db in
                try Row.fetchAll(db, sql: "SELECT epoch, counter FROM telegram ORDER BY id").map {
                    row in
                    Key(meter: meters[try row.integer(0)] ?? "", counter: try row.counter(1))
                }
            }
            return found ?? []
        }
    }

    private func saved() async -> [String: Int64] {
        await tested.log.perform { writer -> [String: Int64] in
            let cursors = (try? writer.database?.access { try $0.cursors() }) ?? []
            let names = Dictionary(
                uniqueKeysWithValues: writer.ledger.streams.map { ($0.id, $0.meter.text) })
            var saved: [String: Int64] = [:]
            for cursor in cursors { saved[names[cursor.stream] ?? ""] = cursor.counter }
            return saved
        }
    }
}
