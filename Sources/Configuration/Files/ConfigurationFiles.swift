// SPDX-License-Identifier: Apache-2.0

/// The files that a configuration refers to, as far as loading it must look at them.
public protocol ConfigurationFiles: Sendable {
    /// Reads a regular file whole and once, with its mode and owner of the same moment.
    func contents(of path: String, limit: Int) throws(FileProblem) -> FileContents
    /// Whether there is something under this path.
    func exists(_ path: String) -> Bool
    /// The path behind all links; `nil` when there is nothing.
    func canonicalPath(of path: String) -> String?
    /// The number of the user that reads.
    var userID: UInt32 { get }
}
