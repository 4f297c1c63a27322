// SPDX-License-Identifier: Apache-2.0

/// Why the log does not work as it should; the raw value is the word in `store.state`.
public enum StoreFault: String, Error, Sendable, Hashable {
    /// No space is left.
    case diskFull = "disk_full"
    /// The file system takes no writes.
    case diskReadOnly = "disk_readonly"
    /// The folder is missing or belongs to someone else.
    case noStorage = "no_storage"
    /// A newer version of the gateway made the database; it is left alone.
    case newerSchema = "db_newer"
    /// The database was damaged and has been set aside; a new one is in use.
    case replaced = "db_replaced"
    /// The daily look found damage, and it could not be looked at again or cannot be read.
    case checkFailed = "check_failed"
    /// Another process writes the database.
    case inUse = "in_use"
    /// Reading or writing failed.
    case ioError = "io_error"
}

extension StoreFault: CustomStringConvertible {
    /// What it means and what to do, in one sentence.
    public var description: String {
        switch self {
        case .diskFull: "the disk is full; free some space"
        case .diskReadOnly: "the file system is read-only; check the card and the kernel's messages"
        case .noStorage:
            "the state folder is missing or not writable; it must belong to the gateway's user"
        case .newerSchema:
            "a newer version made the database; run that version or move the database away"
        case .replaced: "the database was damaged and set aside; a new one is in use"
        case .checkFailed:
            "the daily check of the database failed; make a backup, check the card and the kernel's messages"
        case .inUse: "another process uses the database"
        case .ioError: "reading or writing the database failed; check the card"
        }
    }
}
