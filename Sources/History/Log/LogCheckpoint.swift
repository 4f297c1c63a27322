// SPDX-License-Identifier: Apache-2.0

/// What is written once a minute instead of with each telegram: it can be worked out again from the
/// rows since.
struct LogCheckpoint: Sendable {
    /// The accounts of all streams.
    var streams: [TelegramStream]
    /// How far each sink has come.
    var cursors: [OutboxPosition]
}
