// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto

/// Seals payloads as a meter does, with everything about the frame that a test may want to be odd.
public struct SealedFrame: Sendable {
    /// OpenSSL refused to seal.
    public struct Failure: Error {}

    /// Up to eight bytes; maker's letters lead.
    public var title: [UInt8] = [0x53, 0x41, 0x47, 0x67, 0x70, 0x00, 0x10, 0x01]
    /// The security control byte.
    public var control: UInt8 = 0x30
    /// The frame counter.
    public var counter: UInt32
    /// How many octets follow the first one of the length: 0 is the short form, 1 to 4 are 81 to 84.
    public var lengthOctets = 2
    /// What goes into the additional data.
    public var authenticationKey = AuthenticationKey.luxembourg

    /// A Luxembourg frame of a number.
    public init(counter: UInt32 = 1) { self.counter = counter }

    /// A key for tests; each number gives another one.
    public static func key(_ number: UInt8 = 1) throws(KeyError) -> EncryptionKey {
        let digits = String(number, radix: 16)
        return try EncryptionKey(hex: String(repeating: "0", count: 32 - digits.count) + digits)
    }

    /// The bytes from `DB` up to the length.
    public func head(length: Int) -> [UInt8] {
        var bytes: [UInt8] = [0xDB, UInt8(title.count)] + title
        if lengthOctets > 0 { bytes.append(0x80 + UInt8(lengthOctets)) }
        for place in stride(from: max(1, lengthOctets) - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: length >> (8 * place)))
        }
        return bytes
    }

    /// The whole frame around a payload.
    public func bytes(_ payload: [UInt8], key: EncryptionKey) throws -> [UInt8] {
        let (content, tag) = try seal(payload, key)
        let number = (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
        let body = [control] + number + content + tag
        return head(length: body.count) + body
    }

    private func seal(_ payload: [UInt8], _ key: EncryptionKey) throws -> ([UInt8], [UInt8]) {
        let context = CipherContext(key: key, authenticationKey: authenticationKey)
        guard let context else { throw Failure() }
        let nonce =
            title + (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
        var content = payload
        var tag: [UInt8]?
        if control & 0x20 != 0 {
            tag = context.seal(
                nonce: nonce.span, control: control, payload: payload.span, into: &content)
        } else if control & 0x10 != 0 {
            tag = context.sign(nonce: nonce.span, control: control, payload: payload.span)
        } else {
            tag = []
        }
        guard let tag else { throw Failure() }
        return (content, control & 0x10 != 0 ? tag : [])
    }
}
