// SPDX-License-Identifier: Apache-2.0

/// Why the history could not be read or written.
public enum SeriesError: Error, Sendable, Hashable {
    /// There is no database in the folder yet.
    case noDatabase
    /// An older version made the database and no gateway has brought it up to date yet.
    case olderSchema
    /// A newer version made the database.
    case newerSchema
    /// SQLite or the file system failed; what it said.
    case unreadable(String)
    /// The file for a copy could not be written; what the system said.
    case unwritable(String)
    /// The file for a copy may not be written; why.
    case unsuitable(String)
    /// A gateway is running with the folder.
    case inUse
    /// The file is not a copy of a gateway's database, or it is damaged.
    case notACopy(String)
}

extension SeriesError: CustomStringConvertible {
    /// What it means and what to do, in one sentence.
    public var description: String {
        switch self {
        case .noDatabase: "there is no history yet; start the gateway once"
        case .olderSchema: "an older version made the database; start this version's gateway once"
        case .newerSchema: "a newer version made the database; use that version"
        case .unreadable(let detail): "the history cannot be read: \(detail)"
        case .unwritable(let detail): "the file cannot be written: \(detail)"
        case .unsuitable(let why): "the copy cannot be written there: \(why)"
        case .inUse: "a gateway is running with this state folder; stop it first"
        case .notACopy(let detail): "the file is no copy of a gateway's database: \(detail)"
        }
    }
}
