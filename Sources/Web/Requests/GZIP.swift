// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Compresses bodies as `Content-Encoding: gzip` says (RFC 1952).
enum GZIP {
    /// Bodies below this gain nothing, in bytes.
    static let threshold = 1_024

    /// The bytes compressed; `nil` when zlib has no memory or nothing is gained.
    static func compress(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8]? {
        guard bytes.count >= threshold, let size = UInt32(exactly: bytes.count) else { return nil }
        var stream = unsafe z_stream()
        // 15 bits of window, and 16 for a gzip head.
        guard
            unsafe deflateInit2_(
                &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { unsafe deflateEnd(&stream) }
        var source = bytes
        var isComplete = false
        let compressed = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
            unsafe source.withUnsafeMutableBufferPointer { source in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = size
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = size
                isComplete = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = unsafe target.count - Int(stream.avail_out)
            }
        }
        return isComplete ? compressed : nil
    }

    /// Whether a client takes gzip, by its Accept-Encoding (RFC 9110, 12.5.3).
    ///
    /// What it says of gzip itself counts before what it says of all others.
    static func isAccepted(_ field: String?) -> Bool {
        guard let field else { return false }
        var weights: [String: Bool] = [:]
        for part in field.lowercased().split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = words.first else { continue }
            weights[name] = !words.dropFirst().contains(where: isZero)
        }
        return weights["gzip"] ?? weights["*"] ?? false
    }

    /// Whether a parameter is a weight of nothing: `q=0` with up to three decimals.
    private static func isZero(_ parameter: String) -> Bool {
        guard parameter.hasPrefix("q=0") else { return false }
        let rest = parameter.dropFirst(3)
        return rest.isEmpty || rest.first == "." && rest.dropFirst().allSatisfy { $0 == "0" }
    }
}
