// SPDX-License-Identifier: Apache-2.0
import Readings

/// Accepted telegrams that are not in the database: for a moment, for a minute, or for as long as
/// there is no store.
struct WaitingTelegrams: Sendable {
    /// A telegram and what the sinks did with it meanwhile.
    struct Entry: Sendable {
        let serial: UInt64
        let record: TelegramRecord
        /// The epochs whose counters begin anew with it, by order.
        var anew: Set<EpochID> = []
        /// The sinks that were given it.
        var handed: Set<String> = []
        /// Those of them that have taken it.
        var settled: Set<String> = []
        /// Whether gap and epoch were told before it was stored, and the gap's counters.
        var isForetold = false
        var foretoldGap: ClosedRange<UInt32>?
    }

    /// In the order of arrival.
    private(set) var entries: [Entry] = []
    private var serial: UInt64 = 0

    var isEmpty: Bool { entries.isEmpty }

    /// Adds a telegram; the counters of `anew` begin anew with it.
    mutating func append(_ record: TelegramRecord, anew: Set<EpochID> = []) {
        serial += 1
        entries.append(Entry(serial: serial, record: record, anew: anew))
    }

    /// The counters of some epochs begin anew with the first telegram of a meter that is still here.
    mutating func beginAnew(_ meter: MeterID, _ epochs: Set<EpochID>) {
        guard !epochs.isEmpty,
            let index = entries.firstIndex(where: { $0.record.meter == meter })
        else { return }
        entries[index].anew.formUnion(epochs)
    }

    /// Forgets those that were committed.
    mutating func removeFirst(_ count: Int) { entries.removeFirst(count) }

    /// Keeps only the newest `limit` of each meter; those that had to go.
    mutating func trim(to limit: Int) -> [Entry] {
        guard entries.count > limit else { return [] }
        var counts: [MeterID: Int] = [:]
        for entry in entries { counts[entry.record.meter, default: 0] += 1 }
        guard counts.values.contains(where: { $0 > limit }) else { return [] }
        var gone: [Entry] = []
        entries.removeAll { entry in
            let meter = entry.record.meter
            guard counts[meter, default: 0] > limit else { return false }
            counts[meter, default: 0] -= 1
            gone.append(entry)
            return true
        }
        return gone
    }

    /// Notes that a sink was given a telegram.
    mutating func hand(at index: Int, to sink: String) { entries[index].handed.insert(sink) }

    /// Notes that what a telegram shows was told, with the gap before it.
    mutating func foretold(at index: Int, gap: ClosedRange<UInt32>?) {
        entries[index].isForetold = true
        entries[index].foretoldGap = gap
    }

    /// Notes that a sink has taken a telegram.
    mutating func settle(_ serial: UInt64, by sink: String) {
        guard let index = entries.firstIndex(where: { $0.serial == serial }) else { return }
        entries[index].settled.insert(sink)
    }
}
