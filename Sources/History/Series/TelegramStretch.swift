// SPDX-License-Identifier: Apache-2.0

/// Which telegrams of one stream are looked at.
struct TelegramStretch: Sendable, Hashable {
    /// By the numbers that the stream counts with.
    let numbers: ClosedRange<Int64>
    /// The counters of heads that are wanted, where the stream counts by receipt; `nil` for all.
    let headCounters: ClosedRange<UInt32>?
    /// The last place in the log up to which nothing of the stream is left out.
    let horizon: Int64
}
