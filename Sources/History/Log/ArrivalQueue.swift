// SPDX-License-Identifier: Apache-2.0
import Readings

/// Telegrams between the threads that read ports and the writer; bounded, the oldest goes first and
/// is counted.
struct ArrivalQueue: Sendable {
    private let limit: Int
    private var records: [TelegramRecord] = []
    private var dropped: [MeterID: UInt64] = [:]
    private(set) var isClosed = false

    init(limit: Int) { self.limit = max(1, limit) }

    /// Adds a telegram; whether the writer has to be woken.
    mutating func append(_ record: TelegramRecord) -> Bool {
        guard !isClosed else { return false }
        if records.count >= limit { dropped[records.removeFirst().meter, default: 0] += 1 }
        records.append(record)
        return records.count == 1
    }

    /// Takes out everything.
    mutating func take() -> (records: [TelegramRecord], dropped: [MeterID: UInt64]) {
        defer {
            records = []
            dropped = [:]
        }
        return (records, dropped)
    }

    /// Lets nothing in any more.
    mutating func close() { isClosed = true }
}
