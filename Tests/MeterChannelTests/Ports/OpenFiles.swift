// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What this process has open.
enum OpenFiles {
    /// How many descriptors lead to a path.
    static func count(of path: String) -> Int {
        guard let listing = unsafe opendir("/proc/self/fd") else { return -1 }
        defer { unsafe closedir(listing) }
        var count = 0
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let target = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) {
                room in
                let length =
                    unsafe room.baseAddress.map {
                        unsafe readlink("/proc/self/fd/\(name)", $0, 256)
                    } ?? -1
                return unsafe String(
                    decoding: room.prefix(max(0, length)).map { UInt8(bitPattern: $0) },
                    as: UTF8.self)
            }
            if target == path { count += 1 }
        }
        return count
    }

    /// The whole of a file.
    static func contents(_ path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(descriptor, &room, room.count)
            guard count > 0 else { return bytes }
            bytes += room.prefix(count)
        }
    }
}
