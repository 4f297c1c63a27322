// SPDX-License-Identifier: Apache-2.0

/// Paths as texts, for files that need not exist yet.
enum PathText {
    /// A path without empty parts, `.` and `..`, as far as its text tells.
    static func plain(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    }

    /// What tells whether two paths name one file that need not exist yet: the folder behind all
    /// links, and the name in it.
    static func identity(_ path: String, in files: any ConfigurationFiles) -> String {
        if let whole = files.canonicalPath(of: path) { return whole }
        let plain = plain(path)
        guard let end = plain.lastIndex(of: "/") else {
            return files.canonicalPath(of: ".").map { $0 + "/" + plain } ?? plain
        }
        let folder = end == plain.startIndex ? "/" : String(plain[..<end])
        return (files.canonicalPath(of: folder) ?? folder) + plain[end...]
    }
}
