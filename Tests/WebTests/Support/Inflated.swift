// SPDX-License-Identifier: Apache-2.0
import CZlib

/// What was compressed, as it was before.
enum Inflated {
    /// At most 1 MiB; `nil` for what no gzip wrote, or not to its end.
    static func bytes(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = unsafe z_stream()
        guard
            unsafe inflateInit2_(
                &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var source = bytes
        var isWhole = false
        let inflated = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { target, count in
            unsafe source.withUnsafeMutableBufferPointer { source in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                isWhole = unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END
                count = unsafe target.count - Int(stream.avail_out)
            }
        }
        return isWhole ? inflated : nil
    }
}
