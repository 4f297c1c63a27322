// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Finds single bytes at the speed of the C library.
enum ByteSearch {
    /// The first position of a byte in a stretch of a span.
    static func first(_ byte: UInt8, in bytes: Span<UInt8>, from: Int, to: Int) -> Int? {
        precondition(from >= 0 && to <= bytes.count)
        guard from < to else { return nil }
        return unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard let start = buffer.baseAddress,
                let hit = unsafe memchr(start + from, Int32(byte), to - from)
            else { return nil }
            return unsafe UnsafeRawPointer(hit) - start
        }
    }

    /// The position of the last such byte before `end`; `nil` when there is none.
    ///
    /// Eight bytes at once; the C library's own way to do this is no standard one.
    static func last(_ byte: UInt8, in bytes: Span<UInt8>, to end: Int) -> Int? {
        precondition(end <= bytes.count)
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let wanted = UInt64(byte) &* 0x0101_0101_0101_0101
        return unsafe bytes.withUnsafeBytes { buffer -> Int? in
            var at = end
            while at >= 8 {
                let word = unsafe UInt64(
                    littleEndian: buffer.loadUnaligned(fromByteOffset: at - 8, as: UInt64.self))
                let other = word ^ wanted
                // The high bit of each byte that is the wanted one, and of no other.
                let found = ~(((other & low) &+ low) | other | low)
                if found != 0 { return at - 1 - found.leadingZeroBitCount / 8 }
                at -= 8
            }
            while at > 0 {
                at -= 1
                if unsafe buffer[at] == byte { return at }
            }
            return nil
        }
    }
}
