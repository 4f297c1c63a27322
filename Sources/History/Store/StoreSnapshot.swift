// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The log's figures at one moment; reading them waits for nothing.
public struct StoreSnapshot: Sendable {
    /// How the log is.
    public internal(set) var state: StoreState
    /// Bytes the database takes on the medium, its write-ahead log included; as of the last tick.
    public internal(set) var bytes: Int64 = 0
    /// Bytes of that in the write-ahead log.
    public internal(set) var walBytes: Int64 = 0
    /// The account of each meter's current epoch.
    public internal(set) var accounts: [MeterID: EpochAccount] = [:]
    /// What each sink has yet to take.
    public internal(set) var backlogs: [String: Backlog] = [:]
    /// How many telegrams were neither stored nor kept: a full queue, or a full ring while there
    /// was no store.
    public internal(set) var dropped: UInt64 = 0
    /// How many stored telegrams were removed on a full disk before every sink had them.
    public internal(set) var droppedUnpublished: UInt64 = 0
    /// What the history has yet to take, as of the last tick.
    ///
    /// `nil` when nothing waits, or no history is in use. Up to a minute's telegrams are usual; the
    /// count is too high where the log has removed some of those that wait.
    public internal(set) var unrolled: Backlog?
    /// How many stored telegrams were removed before the history had them, because it stood still
    /// for twice the retention.
    public internal(set) var droppedUnrolled: UInt64 = 0
}

extension StoreSnapshot {
    /// Takes over newer figures, and of the accounts what is new.
    mutating func take(_ newer: StoreSnapshot, _ news: AccountNews) {
        var accounts: [MeterID: EpochAccount] = [:]
        // Taken out, so that they are changed in place.
        swap(&accounts, &self.accounts)
        news.apply(to: &accounts)
        self = newer
        self.accounts = accounts
    }
}
