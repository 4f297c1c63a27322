// SPDX-License-Identifier: Apache-2.0

/// What a new database begins with, so that accounts, cursors and rows go on where the lost one
/// ended.
struct LogSeed: Sendable {
    var streams: [TelegramStream]
    var cursors: [OutboxPosition]
    var nextRow: Int64
}
