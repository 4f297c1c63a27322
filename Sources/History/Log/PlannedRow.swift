// SPDX-License-Identifier: Apache-2.0

/// A telegram with its place in the log, about to be committed.
struct PlannedRow: Sendable {
    let id: Int64
    let stream: Int64
    let counter: Int64
    /// The counter of the stream's telegram before it; -1 if it is the first.
    let previous: Int64
    let record: TelegramRecord
    /// The stream, if this is its first telegram.
    let newStream: TelegramStream?
    /// The gap that this telegram ends.
    let gap: TelegramGap?
    /// The change of epoch that it shows.
    var change: EpochChange?
}
