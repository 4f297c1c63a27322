// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The AES-128 key of one meter, which its owner gets from the grid operator.
///
/// Sixteen bytes. They are wiped when the last reference goes, and no description shows them: a key
/// prints as its ``fingerprint``. (Luxembourg P1 specification 1.1.3, 3.4.2.)
public final class EncryptionKey: Sendable {
    /// Changed by ``overwrite()`` only, at the very end, when nobody else can see it.
    nonisolated(unsafe) private(set) var bytes: [16 of UInt8]

    /// The first four bytes of SHA-256 over a fixed prefix and the key, in hex: enough to compare
    /// two keys by eye.
    public let fingerprint: String

    /// Reads 32 hex digits, upper or lower case, with blanks allowed around them.
    public init(hex text: some StringProtocol) throws(KeyError) {
        var key = try HexDigits.key(text)
        defer { wipe(&key) }
        var allZero = true
        var allPublic = true
        for index in 0..<16 {
            if key[index] != 0 { allZero = false }
            if key[index] != AuthenticationKey.luxembourg.bytes[index] { allPublic = false }
        }
        if allZero { throw .allZero }
        if allPublic { throw .isPublicAuthenticationKey }
        unsafe bytes = key
        fingerprint = EncryptionKey.fingerprint(of: key)
    }

    deinit { overwrite() }

    /// Wipes the bytes where they are; a constant's would be copied first, and the copy wiped.
    func overwrite() { unsafe wipe(&bytes) }

    private static func fingerprint(of key: [16 of UInt8]) -> String {
        var input = Array("meter-gateway key fingerprint 1:".utf8)
        for index in 0..<16 { input.append(key[index]) }
        defer { wipe(&input) }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        let done = unsafe EVP_Digest(input, input.count, &digest, nil, EVP_sha256(), nil)
        guard done == 1 else { return "unknown" }
        return digest.prefix(4).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}

extension EncryptionKey: Hashable {
    /// Two keys are equal when all their bytes are; compared in constant time.
    public static func == (left: EncryptionKey, right: EncryptionKey) -> Bool {
        var difference: UInt8 = 0
        for index in 0..<16 { difference |= unsafe left.bytes[index] ^ right.bytes[index] }
        return difference == 0
    }

    /// Hashes the fingerprint, so that no hash depends on the bytes directly.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension EncryptionKey: CustomStringConvertible, CustomReflectable {
    /// `key 5f1c9a02`, the fingerprint.
    public var description: String { "key \(fingerprint)" }

    /// Shows nothing but the fingerprint to `dump` and to debuggers.
    public var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}
