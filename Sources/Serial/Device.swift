// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the system can tell about a device file.
enum Device {
    /// The path with every symbolic link followed; the path itself if that leads nowhere.
    static func resolve(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Whether a descriptor is the far side of a pseudo-terminal.
    static func isPseudoTerminal(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        // Documentation/admin-guide/devices.txt: majors 136 to 143 are the Unix98 slaves.
        let major = (status.st_rdev >> 8) & 0xfff
        return (136...143).contains(major)
    }

    /// The name of the group that owns a file.
    static func group(of path: String) -> String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4_096) { text in
            var entry = unsafe Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            let failed = unsafe getgrgid_r(
                status.st_gid, &entry, text.baseAddress, text.count, &found)
            guard failed == 0, let name = unsafe found?.pointee.gr_name else { return nil }
            return unsafe String(cString: name)
        }
    }

    /// A process that has the device open, as `name (pid)`; `nil` if none can be seen.
    ///
    /// Only root sees the descriptors of other users' processes. Milliseconds: it asks every
    /// process.
    static func holder(of device: String) -> String? {
        for process in entries(of: "/proc") where UInt32(process) != nil {
            let folder = "/proc/\(process)/fd"
            guard entries(of: folder).contains(where: { link("\(folder)/\($0)") == device }) else {
                continue
            }
            return "\(name(of: process) ?? "process") (pid \(process))"
        }
        return nil
    }

    /// Where a symbolic link points; `nil` if it is none.
    static func link(_ path: String) -> String? {
        let capacity = Int(PATH_MAX)
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
            guard let start = text.baseAddress else { return nil }
            let length = unsafe readlink(path, start, capacity)
            guard length > 0 else { return nil }
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
            return unsafe String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func name(of process: String) -> String? {
        let descriptor = unsafe open("/proc/\(process)/comm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { text in
            let length = unsafe read(descriptor, text.baseAddress, text.count)
            guard length > 1 else { return nil }
            return unsafe String(decoding: text.prefix(length - 1), as: UTF8.self)
        }
    }

    private static func entries(of directory: String) -> [String] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                    unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                })
        }
        return names
    }
}
