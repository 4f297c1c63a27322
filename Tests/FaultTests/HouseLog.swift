// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import Readings
import Testing

/// The log that a house's gateway left, read by somebody who has taken nothing of it yet.
struct HouseLog {
    /// What it says of a meter.
    struct Meter {
        /// The counters that are stored, in order.
        let stored: [Int]
        /// The counters that are missing, by its records of gaps.
        let missing: Set<Int>
        let gaps: [TelegramGap]
        let account: EpochAccount

        /// Whether the account is the rows', and stored and missed make up the whole.
        var isBalanced: Bool {
            guard let first = account.first, let last = account.last,
                let missed = account.missed
            else { return false }
            return account.stored == UInt64(stored.count) && missed == UInt64(missing.count)
                && account.stored + missed == UInt64(last - first) + 1
        }
    }

    let meters: [String: Meter]
    /// The state it opened in.
    let state: String

    init(_ house: House, _ ids: [String]) async throws {
        let log = TelegramLog(
            StoreSettings(directory: house.path("state"), sinks: ["audit"]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await log.start(within: .seconds(20))
        state = log.snapshot().state.word
        var rows: [MeterID: [Int]] = [:]
        while true {
            let given = await log.nextOfEach("audit", share: 500)
            guard !given.isEmpty else { break }
            for delivery in given {
                guard let counter = delivery.record.origin.frameCounter else { continue }
                rows[delivery.record.meter, default: []].append(Int(counter))
            }
        }
        var meters: [String: Meter] = [:]
        for id in ids {
            let meter = try #require(MeterID(id))
            let gaps = await log.gaps(meter, limit: 1_000_000)
            meters[id] = Meter(
                stored: rows[meter] ?? [],
                missing: Set(
                    gaps.flatMap { Int($0.counters.lowerBound)...Int($0.counters.upperBound) }),
                gaps: gaps, account: try #require(await log.accounts(meter).last))
        }
        self.meters = meters
        await log.stop()
    }
}
