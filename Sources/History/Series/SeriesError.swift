// SPDX-License-Identifier: Apache-2.0

/// Why the history could not be read or written.
public enum SeriesError: Error, Sendable, Hashable {
    /// There is no database in the folder yet.
    case noDatabase(directory: String)
    /// An older version made the database and no gateway has brought it up to date yet.
    case olderSchema
    /// A newer version made the database.
    case newerSchema
    /// SQLite or the file system failed; what it said.
    case unreadable(String)
    /// A file could not be written; what the system said.
    case unwritable(path: String, String)
    /// A file could not be written, because its folder is not there.
    case noFolder(path: String, folder: String)
    /// The file for a copy may not be written; why.
    case unsuitable(String)
    /// A gateway is running with the folder.
    case inUse
    /// There is no file of the name that a copy is said to have.
    case noCopy(path: String)
    /// The file is not a copy of a gateway's database, or it is damaged.
    case notACopy(path: String, String)
}

extension SeriesError: CustomStringConvertible {
    /// What it means and what to do, in one sentence.
    public var description: String {
        switch self {
        case .noDatabase(let directory):
            "there is no history in \(directory) yet; start the gateway once"
        case .olderSchema: "an older version made the database; start this version's gateway once"
        case .newerSchema: "a newer version made the database; use that version"
        case .unreadable(let detail): "the history cannot be read: \(detail)"
        case .unwritable(let path, let detail): "\(path) cannot be written: \(detail)"
        case .noFolder(let path, let folder):
            "\(path) cannot be written; make the folder \(folder) first"
        case .unsuitable(let why): "the copy cannot be written there: \(why)"
        case .inUse: "a gateway is running with this state folder; stop it first"
        case .noCopy(let path): "there is no file \(path); name the copy that `backup` wrote"
        case .notACopy(let path, let detail):
            "\(path) is no copy of a gateway's database: \(detail)"
        }
    }
}
