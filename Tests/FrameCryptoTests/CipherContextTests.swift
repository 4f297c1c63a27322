// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import TestSupport
import Testing

/// AES-128-GCM with a tag of twelve bytes, as meters use it.
struct CipherContextTests {
    struct NoContext: Error {}

    private func context(
        _ key: String = "000102030405060708090A0B0C0D0E0F",
        _ authenticationKey: AuthenticationKey = .luxembourg
    ) throws -> CipherContext {
        let context = try CipherContext(
            key: EncryptionKey(hex: key), authenticationKey: authenticationKey)
        guard let context else { throw NoContext() }
        return context
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    @Test func `the example of the DLMS Green Book gives its ciphertext and tag`() throws {
        // Green Book edition 8, table 37: get-request, security control 30.
        let context = try context(
            "000102030405060708090A0B0C0D0E0F",
            AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"))
        let nonce = bytes("4D4D4D0000BC614E01234567")
        let plain = bytes("C0010000080000010000FF0200")
        let (sealed, tag) = context.seal(plain, nonce: nonce)
        #expect(sealed == bytes("411312FF935A47566827C467BC"))
        #expect(tag == bytes("7D825C3BE4A77C3FCC056B6B"))
        #expect(context.open(sealed, tag: tag, nonce: nonce) == plain)
    }

    @Test func `a call that OpenSSL refuses leaves zeros, not what was decrypted before`() throws {
        let context = try context()
        let payload = bytes("411312FF935A47566827C467BC")
        let before = [UInt8](repeating: 0x41, count: payload.count + 3)
        let after = [UInt8](repeating: 0, count: payload.count) + before.suffix(3)
        // GCM takes a nonce of any length but none.
        let none: [UInt8] = []
        var plain = before
        context.decipher(nonce: none.span, payload: payload.span, into: &plain)
        #expect(plain == after)
        plain = before
        let isRight = context.open(
            nonce: none.span, control: 0x30, payload: payload.span, tag: payload.span, into: &plain)
        #expect(!isRight)
        #expect(plain == after)
    }

    @Test func `the same example with authentication alone gives its tag`() throws {
        let context = try context(
            "000102030405060708090A0B0C0D0E0F",
            AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"))
        let nonce = bytes("4D4D4D0000BC614E01234567")
        let plain = bytes("C0010000080000010000FF0200")
        let tag = bytes("06725D910F9221D263877516")
        #expect(context.sign(plain, nonce: nonce) == tag)
        #expect(context.verify(plain, tag: tag, nonce: nonce))
    }

    @Test func `the keystream is AES in counter mode from block 2 on`() throws {
        // NIST SP 800-38D, test case 3 with its first block: the keystream knows nothing of the additional data.
        let context = try context("FEFFE9928665731C6D6A8F9467308308")
        let nonce = bytes("CAFEBABEFACEDBADDECAF888")
        let sealed = bytes("42831EC2217774244B7221B784D0D49C")
        #expect(
            context.decipher(sealed, nonce: nonce) == bytes("D9313225F88406E5A55909C5AFF5269A"))
    }

    @Test func `every length and every length of nonce opens what it sealed`() throws {
        let context = try context()
        var random = SeededGenerator(seed: 12)
        for count in [0, 1, 15, 16, 17, 31, 32, 600, 1_331, 16_000] {
            for nonceCount in 4...12 {
                let nonce = random.bytes(nonceCount)
                let plain = random.bytes(count)
                let (sealed, tag) = context.seal(plain, nonce: nonce)
                #expect(tag.count == CipherContext.tagBytes)
                #expect(context.open(sealed, tag: tag, nonce: nonce) == plain)
                #expect(context.decipher(sealed, nonce: nonce) == plain)
                let mark = context.sign(plain, nonce: nonce)
                #expect(context.verify(plain, tag: mark, nonce: nonce))
            }
        }
    }

    @Test
    func `W2 a bit changed in nonce, control, payload or tag is refused, and the next frame opens`()
        throws
    {
        let context = try context()
        let nonce = bytes("5341476770001001000000FF")
        let plain = Array("/Lux5\r\n\r\n1-0:1.8.0(000006.695*kWh)\r\n!ABCD\r\n".utf8)
        let (sealed, tag) = context.seal(plain, nonce: nonce)
        func opens(_ nonce: [UInt8], _ control: UInt8, _ payload: [UInt8], _ tag: [UInt8]) -> Bool {
            context.open(payload, tag: tag, nonce: nonce, control: control) != nil
        }
        func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
            var bytes = bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return bytes
        }
        for bit in 0..<(8 * nonce.count) { #expect(!opens(flipped(nonce, bit), 0x30, sealed, tag)) }
        for bit in 0..<8 { #expect(!opens(nonce, 0x30 ^ 1 << UInt8(bit), sealed, tag)) }
        for bit in 0..<(8 * sealed.count) {
            #expect(!opens(nonce, 0x30, flipped(sealed, bit), tag))
        }
        for bit in 0..<(8 * tag.count) { #expect(!opens(nonce, 0x30, sealed, flipped(tag, bit))) }
        #expect(opens(nonce, 0x30, sealed, tag))
    }

    @Test func `a tag of any other length than twelve is refused`() throws {
        let context = try context()
        let nonce = bytes("5341476770001001000000FF")
        let plain = Array("telegram".utf8)
        let (sealed, tag) = context.seal(plain, nonce: nonce)
        for count in 0...16 {
            let cut = Array((tag + [0, 0, 0, 0]).prefix(count))
            let opened = context.open(sealed, tag: cut, nonce: nonce)
            #expect((opened != nil) == (count == CipherContext.tagBytes))
        }
    }

    @Test func `wiped bytes are zeros and no more than there are`() {
        var bytes = [UInt8](repeating: 7, count: 10)
        CipherContext.wipe(&bytes, count: 4)
        #expect(bytes == [0, 0, 0, 0, 7, 7, 7, 7, 7, 7])
        CipherContext.wipe(&bytes, count: 100)
        #expect(bytes == [UInt8](repeating: 0, count: 10))
    }
}
