// SPDX-License-Identifier: Apache-2.0
import FrameCrypto

// The same calls with arrays, which the macros of the tests can take.
extension CipherContext {
    func seal(_ plain: [UInt8], nonce: [UInt8], control: UInt8 = 0x30) -> (
        sealed: [UInt8], tag: [UInt8]
    ) {
        var sealed = plain
        let tag = seal(nonce: nonce.span, control: control, payload: plain.span, into: &sealed)
        return (sealed, tag ?? [])
    }

    /// The plaintext, or `nil` when the tag is wrong.
    func open(_ sealed: [UInt8], tag: [UInt8], nonce: [UInt8], control: UInt8 = 0x30) -> [UInt8]? {
        var plain = sealed
        let isRight = open(
            nonce: nonce.span, control: control, payload: sealed.span, tag: tag.span, into: &plain)
        return isRight ? plain : nil
    }

    func sign(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
        sign(nonce: nonce.span, control: 0x10, payload: plain.span) ?? []
    }

    func verify(_ plain: [UInt8], tag: [UInt8], nonce: [UInt8]) -> Bool {
        verify(nonce: nonce.span, control: 0x10, payload: plain.span, tag: tag.span)
    }

    func decipher(_ sealed: [UInt8], nonce: [UInt8]) -> [UInt8] {
        var plain = sealed
        decipher(nonce: nonce.span, payload: sealed.span, into: &plain)
        return plain
    }
}
