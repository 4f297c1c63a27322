// SPDX-License-Identifier: Apache-2.0

/// How far a sink has come in one stream.
struct StreamCursor: Sendable {
    /// Everything up to this counter was handed out.
    var readUpTo: Int64 = -1
    /// Counters above it that were handed out from memory, before they were stored.
    var ahead: Set<Int64> = []
    /// How many stored telegrams have yet to be handed out.
    var unread = 0
    /// What the database says of the sink.
    var savedPosition: Int64 = -1

    /// Whether what was just stored is all that has yet to be handed out: of what was before it
    /// everything was, and of itself nothing.
    ///
    /// ``unread`` does not tell: while telegrams are saved from a damaged database it is too low.
    func comesTo(_ new: FreshTelegrams) -> Bool {
        guard let first = new.telegrams.first else { return false }
        return ahead.isEmpty && new.after <= readUpTo && readUpTo < first.counter
    }

    /// Where nothing is unread, what was handed out ahead is simply read.
    mutating func catchUp() {
        guard unread == 0 else { return }
        readUpTo = max(readUpTo, ahead.max() ?? readUpTo)
        ahead = []
    }
}
