// SPDX-License-Identifier: Apache-2.0

/// A telegram on its way to a sink.
public struct Delivery: Sendable, Hashable {
    /// What the sink gives back when it has taken the telegram; good until the process ends.
    public let token: UInt64
    /// The telegram's place in the log; `nil` while it is only in memory.
    public let id: Int64?
    /// The telegram.
    public let record: TelegramRecord
    /// Whether an earlier run of the gateway stored it.
    public let isFromEarlierRun: Bool
}
