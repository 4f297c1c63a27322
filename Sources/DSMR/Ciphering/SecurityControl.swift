// SPDX-License-Identifier: Apache-2.0

/// The byte that says how a frame is protected.
///
/// Bits 0 to 3 security suite, 4 authenticated, 5 encrypted, 6 broadcast key, 7 compressed (DLMS
/// Green Book; 30 in Luxembourg, P1 specification 1.1.3, 3.2.5).
public struct SecurityControl: Sendable, Hashable {
    /// The byte itself.
    public let byte: UInt8

    /// Wraps the byte.
    public init(_ byte: UInt8) { self.byte = byte }

    /// Whether a tag of 12 bytes ends the frame.
    public var isAuthenticated: Bool { byte & 0x10 != 0 }

    /// Whether the payload is ciphertext.
    public var isEncrypted: Bool { byte & 0x20 != 0 }

    /// Whether a meter may send this: suite 0 to 2, and not compressed.
    var isPlausible: Bool { byte & 0x80 == 0 && byte & 0x0F <= 2 }

    /// Two upper-case hex digits, `30`.
    public var hex: String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }
}
