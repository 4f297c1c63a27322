// SPDX-License-Identifier: Apache-2.0

/// What was just committed to a stream, in order, so that it need not be read back.
struct FreshTelegrams: Sendable {
    /// The counter of the stream's telegram before the first of these; -1 if there was none.
    let after: Int64
    private(set) var telegrams: [StoredTelegram]

    /// Begins with a row.
    init(_ row: PlannedRow) {
        after = row.previous
        telegrams = [StoredTelegram(row)]
    }

    /// The row that follows.
    mutating func append(_ row: PlannedRow) { telegrams.append(StoredTelegram(row)) }
}
