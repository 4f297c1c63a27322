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

    /// Whether some telegrams, in order, are all that has yet to be handed out.
    func isUnread(_ telegrams: [StoredTelegram]) -> Bool {
        guard let first = telegrams.first else { return unread == 0 }
        return ahead.isEmpty && unread == telegrams.count && first.counter > readUpTo
    }

    /// Where nothing is unread, what was handed out ahead is simply read.
    mutating func catchUp() {
        guard unread == 0 else { return }
        readUpTo = max(readUpTo, ahead.max() ?? readUpTo)
        ahead = []
    }
}
