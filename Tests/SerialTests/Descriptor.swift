// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a test asks of a descriptor.
enum Descriptor {
    /// Waits until something happens, five seconds at most; what happened.
    static func events(_ descriptor: Int32) -> Int32 {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, 5_000) == 1 else { return 0 }
        return Int32(request.revents)
    }

    /// Waits for bytes and reads until there are `count`, or nothing more comes.
    static func read(_ descriptor: Int32, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, events(descriptor) & Int32(POLLIN) != 0 {
            let part = readOnce(descriptor)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// One read, which does not wait.
    static func readOnce(_ descriptor: Int32) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { room, count in
            unsafe count = max(Glibc.read(descriptor, room.baseAddress, room.count), 0)
        }
    }

    /// The number that a file of the kernel holds.
    static func number(in path: String) -> Int? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        return Int(String(decoding: readOnce(file).prefix { $0 >= 0x30 }, as: UTF8.self))
    }

    /// Whether a terminal refuses further openings; `nil` where that cannot be asked.
    static func isExclusive(_ descriptor: Int32) -> Bool? {
        // TIOCGEXCL of asm-generic/ioctls.h, which is too much of a macro to be imported.
        let request: UInt = 0x8004_5440
        var flag: Int32 = 0
        guard unsafe ioctl(descriptor, request, &flag) == 0 else { return nil }
        return flag != 0
    }
}
