// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the kernel says of this process; 0 where `/proc` is not mounted.
enum OwnProcess {
    /// Bytes in physical memory now.
    static func residentBytes() -> Int {
        let fields = text("/proc/self/statm").split(separator: UInt8(ascii: " "))
        guard fields.count > 1 else { return 0 }
        return (Int(String(decoding: fields[1], as: UTF8.self)) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Threads now.
    static func threads() -> Int { number(of: "Threads:", in: "/proc/self/status") }

    /// Bytes that were sent to the medium on our behalf, since the start.
    static func writtenBytes() -> Int { number(of: "write_bytes:", in: "/proc/self/io") }

    /// Open descriptors now.
    static func descriptors() -> Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // `.`, `..`, and the one that reads the folder.
        return max(0, count - 3)
    }

    private static func number(of name: String, in path: String) -> Int {
        let lines = text(path).split(separator: UInt8(ascii: "\n"))
        guard let line = lines.first(where: { $0.starts(with: name.utf8) }) else { return 0 }
        let digits = line.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// The whole of a small file.
    private static func text(_ path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe read(descriptor, &text, text.count)
        return Array(text.prefix(max(0, count)))
    }
}
