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
    /// How many telegrams came again and were not stored twice.
    public internal(set) var repeated: UInt64 = 0
}
