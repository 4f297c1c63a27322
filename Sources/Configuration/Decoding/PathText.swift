// SPDX-License-Identifier: Apache-2.0

/// Paths as texts, for files that need not exist yet.
enum PathText {
    /// An absolute path without empty parts, `.` and `..`, as far as its text tells.
    static func plain(_ path: String) -> String {
        guard path.hasPrefix("/") else { return path }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
