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
}
