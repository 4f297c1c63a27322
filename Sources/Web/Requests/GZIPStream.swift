// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Compresses a body as it comes, in constant memory (about 256 KiB).
///
/// One at a time uses it, piece by piece.
@safe final class GZIPStream {
    /// On the heap: zlib keeps the address.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins a body; `nil` when zlib has no memory.
    init?(level: Int32 = 5) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip head.
        guard
            unsafe deflateInit2_(
                stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// What is ready after this piece: often nothing, because zlib gathers.
    func add(_ piece: [UInt8]) -> [UInt8] { deflated(piece, Z_NO_FLUSH) }

    /// The rest.
    func end() -> [UInt8] { deflated([], Z_FINISH) }

    private func deflated(_ piece: [UInt8], _ flush: Int32) -> [UInt8] {
        var source = piece
        var ready: [UInt8] = []
        unsafe source.withUnsafeMutableBufferPointer { source in
            unsafe stream.pointee.next_in = source.baseAddress
            unsafe stream.pointee.avail_in = UInt32(source.count)
            var isFull = true
            while isFull {
                let part = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { target, count in
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(target.count)
                    _ = unsafe deflate(stream, flush)
                    count = unsafe target.count - Int(stream.pointee.avail_out)
                    isFull = unsafe stream.pointee.avail_out == 0
                }
                ready += part
            }
        }
        return ready
    }
}
