// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// The memory that this process can write to, searched for a secret without holding a copy of it.
enum OwnMemory {
    /// What hides a secret's bytes from the search for them.
    static let mask: UInt8 = 0xA5

    /// How often a secret is there; its bytes are told xored with ``mask``.
    static func count(_ masked: [UInt8]) throws -> Int {
        let memory = unsafe open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { throw POSIXError(.EACCES) }
        defer { close(memory) }
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        return maps.split(separator: "\n").reduce(0) { count, line in
            let fields = line.split(separator: " ")
            let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard fields[1].hasPrefix("rw"), ends.count == 2 else { return count }
            return count + found(masked, in: memory, from: ends[0], to: ends[1])
        }
    }

    private static func found(
        _ masked: [UInt8], in memory: Int32, from start: UInt64, to end: UInt64
    ) -> Int {
        let size = 1 << 20
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        defer { unsafe chunk.deallocate() }
        var count = 0
        var position = start
        while position < end {
            let wanted = min(size, Int(end - position))
            let got = unsafe pread(memory, chunk, wanted, off_t(position))
            guard got >= masked.count else { break }
            let bytes = unsafe UnsafeRawBufferPointer(start: chunk, count: got)
            var at = 0
            while unsafe next(masked, in: bytes, &at) { count += 1 }
            // What stays here must not be found in the next round.
            unsafe memset(chunk, 0, got)
            // The end of one chunk is the beginning of the next.
            position += UInt64(got < wanted || got == masked.count ? got : got - masked.count + 1)
            if position + UInt64(masked.count) > end { break }
        }
        return count
    }

    /// Moves behind the next place where the secret is; `false` if there is none.
    private static func next(
        _ masked: [UInt8], in bytes: UnsafeRawBufferPointer, _ at: inout Int
    ) -> Bool {
        let last = bytes.count - masked.count
        while at <= last, let base = bytes.baseAddress {
            let first = Int32(masked[0] ^ mask)
            guard let hit = unsafe memchr(base + at, first, last - at + 1) else { return false }
            at = unsafe base.distance(to: UnsafeRawPointer(hit)) + 1
            let begin = at - 1
            if masked.indices.allSatisfy({ unsafe bytes[begin + $0] ^ mask == masked[$0] }) {
                return true
            }
        }
        return false
    }
}
