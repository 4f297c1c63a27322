// SPDX-License-Identifier: Apache-2.0

/// Some of a meter's stored telegrams, and where the next ones begin.
public struct TelegramPage: Sendable, Hashable {
    /// In the order in which they were stored.
    public let records: [TelegramRecord]
    /// After which place in the log to go on; `nil` at the end.
    public let next: Int64?
}
