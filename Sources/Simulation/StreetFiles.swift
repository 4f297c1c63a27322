// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The directory of a street: configuration, keys, ledger, links and control socket.
struct StreetFiles {
    /// The directory, absolute and without links.
    let directory: String

    var ledger: String { directory + "/ledger.jsonl" }
    var configuration: String { directory + "/meters.yaml" }
    var control: String { StreetFiles.control(in: directory) }

    static func control(in directory: String) -> String { directory + "/control" }
    func link(_ id: String) -> String { directory + "/" + id }
    func request(_ id: String) -> String { directory + "/request/" + id }

    /// Makes the directory and those in it.
    init(directory: String) throws(SimulationError) {
        try StreetFiles.make(directory, mode: 0o755)
        guard let resolved = unsafe realpath(directory, nil) else {
            throw .system(call: "realpath", path: directory, errno: errno)
        }
        defer { unsafe free(resolved) }
        self.directory = unsafe String(cString: resolved)
        try StreetFiles.make(self.directory + "/keys", mode: 0o700)
        try StreetFiles.make(self.directory + "/request", mode: 0o755)
    }

    /// Writes a key that only its owner may read; the path relative to the directory.
    func writeKey(_ hex: String, id: String, suffix: String = "") throws(SimulationError) -> String
    {
        let name = "keys/\(id).key\(suffix)"
        try StreetFiles.write(hex + "\n", to: "\(directory)/\(name)", mode: 0o600)
        return name
    }

    /// Writes the configuration, unless someone else's is there.
    func writeConfiguration(_ text: String) throws(SimulationError) {
        let there = StreetFiles.beginning(of: configuration)
        guard there.isEmpty || there.hasPrefix(StreetFiles.mark) else {
            throw .foreignFile(path: configuration)
        }
        try StreetFiles.write(StreetFiles.mark + text, to: configuration, mode: 0o644)
    }

    /// The first kilobyte of a file; empty if there is none.
    static func beginning(of path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var room = [UInt8](repeating: 0, count: 1_024)
        let count = unsafe read(descriptor, &room, room.count)
        return String(decoding: room.prefix(max(0, count)), as: UTF8.self)
    }

    private static let mark = "# Written by meter-simulator"

    private static func make(_ path: String, mode: mode_t) throws(SimulationError) {
        // Each directory on the way, as `mkdir -p` does.
        for end in path.indices where path[end] == "/" && end != path.startIndex {
            unsafe mkdir(String(path[..<end]), 0o755)
        }
        guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else {
            throw .system(call: "mkdir", path: path, errno: errno)
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws(SimulationError)
    {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        fchmod(descriptor, mode)
        try Ledger.writeAll(Array(text.utf8), to: descriptor, path: path)
    }
}
