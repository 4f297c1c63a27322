// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import History

/// What the ledger does when a transaction fails.
@Suite struct TakeBackTests {
    @Test(arguments: 0..<50)
    func `telegrams that were admitted and taken back leave no trace`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var ledger = StreamLedger()
        for _ in 0..<30 {
            let records = try (0..<generator.below(6)).map { _ in try record(&generator) }
            let before = ledger
            var changes: [LedgerChange] = []
            let first = records.map { row(ledger.admit($0, hasLost: false, &changes)) }
            if generator.below(2) == 0 { continue }
            ledger.takeBack(changes)
            #expect(ledger.streams == before.streams)
            #expect(ledger.floors == before.floors)
            #expect(ledger.accounts == before.accounts)
            #expect(ledger.nextRow == before.nextRow)
            var again = ledger
            let second = records.map { row(again.admit($0, hasLost: false, &changes)) }
            #expect(first == second)
        }
    }

    @Test func `only the accounts that changed are told, and after a failure none is forgotten`()
        throws
    {
        var ledger = StreamLedger()
        var told: [MeterID: EpochAccount] = [:]
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var changes: [LedgerChange] = []
            _ = try ledger.admit(record(&generator), hasLost: false, &changes)
            if generator.below(2) == 0 { ledger.accountNews().apply(to: &told) }
            if generator.below(3) == 0 { ledger.takeBack(changes) }
            ledger.accountNews().apply(to: &told)
            #expect(told == ledger.accounts)
        }
        guard case .some(let none) = ledger.accountNews() else {
            Issue.record("all are told again")
            return
        }
        #expect(none.isEmpty)
    }

    /// A telegram of one of three meters, verified or not, with a counter that may be too low.
    private func record(_ generator: inout SeededGenerator) throws -> TelegramRecord {
        let meter = "flat-\(generator.below(3))"
        let time = UTCTime(seconds: Int64(generator.below(1_000)))
        guard generator.below(4) > 0 else { return try .clear(meter, size: 100, at: time) }
        let key = generator.below(5) == 0 ? "11112222" : "0badcafe"
        return try .telegram(meter, UInt32(1 + generator.below(60)), at: time, key: key)
    }

    /// What of an admission can be compared.
    private func row(_ admission: StreamLedger.Admission) -> [Int64] {
        switch admission {
        case .row(let row): [row.id, row.stream, row.counter, Int64(row.gap?.count ?? 0)]
        case .repeated(let counter): [Int64(counter)]
        }
    }
}
