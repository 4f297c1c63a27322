// SPDX-License-Identifier: Apache-2.0

/// What one transaction writes.
struct CommitPlan: Sendable {
    /// Telegrams, in the order they came.
    var rows: [PlannedRow] = []
    /// Streams that have no telegram yet.
    var streams: [TelegramStream] = []
    /// The accounts and cursors, when it is time for them.
    var checkpoint: LogCheckpoint?
    /// Whether it is forced to the medium, and with it everything before.
    var isDurable = false

    var isEmpty: Bool { rows.isEmpty && streams.isEmpty && checkpoint == nil }
}
