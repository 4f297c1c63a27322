// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The hash function SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// Bytes of a hash.
    public static let bytes = 32

    /// The hash of some bytes; empty only when OpenSSL has no memory or no SHA-256.
    public static func digest(_ input: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        let done = unsafe EVP_Digest(input, input.count, &digest, nil, EVP_sha256(), nil)
        return done == 1 ? Array(digest.prefix(bytes)) : []
    }
}
