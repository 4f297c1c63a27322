// SPDX-License-Identifier: Apache-2.0

/// One line of the ledger before its time is known.
struct LedgerEntry: Sendable {
    /// What happened, such as `telegram`.
    var kind: String
    /// Whose port it was; `nil` for the street itself.
    var id: String?
    /// What else is to be said, in this order.
    var fields: [(name: String, value: LedgerValue)]

    /// The JSON object, without a line end.
    func json(at stamp: Stamp) -> String {
        let head: [(name: String, value: LedgerValue)] = [
            ("t", .number(stamp.milliseconds)), ("mono_ns", .number(stamp.monotonic)),
            ("kind", .text(kind)),
            ("id", id.map(LedgerValue.text) ?? .none),
        ]
        return LedgerValue.object(head + fields)
    }
}
