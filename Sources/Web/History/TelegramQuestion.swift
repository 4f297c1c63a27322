// SPDX-License-Identifier: Apache-2.0
import Readings

/// Which stored telegrams of a meter are wanted.
struct TelegramQuestion: Sendable {
    /// The most that an answer has.
    private static let limits = 1...1_000
    /// Places in the log, as far as JSON's numbers are exact everywhere.
    private static let places = 0...9_007_199_254_740_991
    private static let counters = 0...Int(UInt32.max)

    let id: MeterID
    /// The place in the log after which they stand.
    let place: Int64
    /// The frame counters that are wanted; `nil` for all, and for telegrams that have none.
    let counters: ClosedRange<UInt32>?
    let limit: Int

    /// Reads the parameters of a request.
    init(_ id: MeterID, _ query: Query) throws(RequestFault) {
        self.id = id
        place = Int64(try query.number("after", in: TelegramQuestion.places, default: 0))
        limit = try query.number("limit", in: TelegramQuestion.limits, default: 100)
        let all = TelegramQuestion.counters
        let from = try query.number("from_counter", in: all, default: all.lowerBound)
        let to = try query.number("to_counter", in: all, default: all.upperBound)
        guard from <= to else { throw .backwards("from_counter", "to_counter") }
        let isAny = query["from_counter"] == nil && query["to_counter"] == nil
        counters = isAny ? nil : UInt32(clamping: from)...UInt32(clamping: to)
    }
}
