// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import TestSupport
import Testing

/// Meters that send a telegram a minute, with what can happen to them, and what they really did.
struct MeterStreet {
    /// One meter and the truth about it.
    struct Meter {
        let id: MeterID
        /// The day from the start on which it is exchanged; `nil` for never.
        let swap: Int64?
        /// Every telegram that got through: moment and register in watt-hours.
        var seen: [(time: Int64, register: Int64)] = []
        /// Telegrams whose register has nothing to do with the one before.
        var restarts: Set<Int> = []
        /// How many times nothing came for more than three minutes, or the meter was exchanged.
        var silences = 0
        fileprivate var register: Int64
        fileprivate var counter: UInt32 = 0
        fileprivate var title: String
        fileprivate var key = "0badcafe"
        fileprivate var silentUntil: Int64 = 0

        /// What the registers gained in all.
        var total: Int64 {
            seen.indices.dropFirst().reduce(0) { sum, index in
                restarts.contains(index)
                    ? sum : sum + seen[index].register - seen[index - 1].register
            }
        }

        /// The register of the last telegram at or before a moment.
        func register(at time: UTCTime) -> Int64 {
            var (low, high) = (0, seen.count)
            while low < high {
                let middle = (low + high) / 2
                if seen[middle].time <= time.seconds { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? seen[low - 1].register : seen.first?.register ?? 0
        }

        /// Whether it was exchanged between two moments.
        func hasSwap(from: UTCTime, to: UTCTime) -> Bool {
            restarts.contains { index in
                from.seconds < seen[index].time && seen[index - 1].time <= to.seconds
            }
        }
    }

    private(set) var meters: [Meter]
    private let hasIncidents: Bool
    private let start: UTCTime
    private var minute: Int64 = 0
    private var random = SeededGenerator(seed: 20_260_101)

    init(from start: UTCTime, meters count: Int, hasIncidents: Bool) throws {
        self.start = start
        self.hasIncidents = hasIncidents
        meters = try (1...count).map { number in
            Meter(
                id: try .named("flat-\(number)"), swap: hasIncidents && number == 2 ? 2 : nil,
                register: Int64(number) * 1_234_567, title: "534147000000000\(number)")
        }
    }

    /// The telegrams of the next minutes, in the order of their arrival.
    mutating func run(minutes: Int64) -> [TelegramRecord] {
        var records: [TelegramRecord] = []
        for _ in 0..<minutes {
            for index in meters.indices {
                if let record = next(index) { records.append(record) }
            }
            minute += 1
        }
        return records
    }

    private mutating func next(_ index: Int) -> TelegramRecord? {
        let day = minute / 1_440
        let time = start.plus(minute * 60 + Int64(index))
        meters[index].register += Int64(random.next() % 40)
        meters[index].counter += 1
        if hasIncidents, minute % 1_440 == 700, day == meters[index].swap {
            meters[index].title = "53414700000000F\(index)"
            meters[index].register = Int64(random.next() % 500)
            meters[index].counter = 1
            meters[index].restarts.insert(meters[index].seen.count)
            meters[index].silences += 1
        }
        // A renewed key: the counter begins anew, the registers do not.
        if hasIncidents, minute % 1_440 == 300, day == 1 {
            meters[index].key = "deadbeef"
            meters[index].counter = 1
        }
        if hasIncidents, random.next() % 400 == 0, minute % 1_440 < 600 {
            // Up to six hours, some of them over midnight; short ones are no silence.
            meters[index].silentUntil = minute + 1 + Int64(random.next() % 360)
        }
        guard minute >= meters[index].silentUntil else { return nil }
        if let last = meters[index].seen.last, time.seconds - last.time > 180,
            !meters[index].restarts.contains(meters[index].seen.count)
        {
            meters[index].silences += 1
        }
        // Nobody else may hold the meter here: a year of moments would be copied each time.
        let register = meters[index].register
        meters[index].seen.append((time.seconds, register))
        let meter = meters[index]
        return .small(
            meter.id, meter.counter, at: time, title: meter.title, key: meter.key,
            values(meter.register))
    }

    private mutating func values(_ register: Int64) -> [(String, Int64)] {
        var values: [(String, Int64)] = [
            ("energy_import_kwh", register), ("energy_export_kwh", 12), ("power_export_kw", 0),
        ]
        values.append(("power_import_kw", number(below: 5_000)))
        for phase in 1...3 {
            values.append(("power_import_l\(phase)_kw", number(below: 2_000)))
            values.append(("voltage_l\(phase)_v", 230_000 + number(below: 5_000)))
        }
        return values
    }

    private mutating func number(below limit: UInt64) -> Int64 { Int64(random.next() % limit) }
}
