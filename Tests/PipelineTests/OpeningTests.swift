// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// What is believed of a frame, and the reason when it is not.
struct OpeningTests {
    static let text = ClearTelegram.luxembourg(1, lines: 8)

    private func words(
        _ stream: [UInt8], _ mode: AuthenticationMode = .strict, keys: [EncryptionKey]? = nil,
        allowsPlaintext: Bool = false
    ) throws -> [String] {
        let slots = try Decoding.slots(keys ?? [SealedFrame.key()])
        let policy = OpeningPolicy(authentication: mode, allowsPlaintext: allowsPlaintext)
        return Decoding(stream, keys: slots, policy: policy).words
    }

    private func sealed(
        _ payload: [UInt8] = text, control: UInt8 = 0x30, key: UInt8 = 1,
        _ change: (inout SealedFrame) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        var frame = SealedFrame()
        frame.control = control
        try change(&frame)
        return try frame.bytes(payload, key: SealedFrame.key(key))
    }

    @Test(arguments: [
        (UInt8(0x30), "verified", "verified", "verified"),
        (0x31, "verified", "verified", "verified"),
        (0x32, "verified", "verified", "verified"), (0x70, "verified", "verified", "verified"),
        (0x10, "verified", "verified", "verified"), (0x11, "verified", "verified", "verified"),
        (0x20, "unauthenticated", "unverified", "unverified"),
        (0x21, "unauthenticated", "unverified", "unverified"),
        (0x00, "plaintext_refused", "plaintext_refused", "plaintext_refused"),
        (0x02, "plaintext_refused", "plaintext_refused", "plaintext_refused"),
    ])
    func `each security control is believed as far as it proves itself`(
        _ control: UInt8, _ strict: String, _ crc: String, _ off: String
    ) throws {
        let frame = try sealed(control: control)
        #expect(try words(frame) == [strict])
        #expect(try words(frame, .crc) == [crc])
        #expect(try words(frame, .off) == [off])
        if control & 0x30 == 0 { #expect(try words(frame, allowsPlaintext: true) == ["none"]) }
    }

    @Test(arguments: 0...4)
    func `W7 every form of the length and every length of title opens`(_ octets: Int) throws {
        let lines = octets < 2 ? ["1-0:1.8.0(1*kWh)"] : ["1-0:1.8.0(1*kWh)", "1-0:2.8.0(1*kWh)"]
        for count in 0...8 {
            let frame = try sealed(ClearTelegram.bytes(lines)) {
                $0.lengthOctets = octets
                $0.title = Array($0.title.prefix(count))
            }
            #expect(try words(frame) == ["verified"], "title of \(count) bytes")
        }
    }

    @Test func `W10 a wrong key, an unknown one and several`() throws {
        let frame = try sealed(key: 2)
        let (one, two, three) = try (SealedFrame.key(1), SealedFrame.key(2), SealedFrame.key(3))
        #expect(try words(frame, keys: [one]) == ["wrong_key"])
        #expect(try words(frame, keys: []) == ["no_key"])
        #expect(try words(frame, keys: [one, three, two]) == ["verified"])
        for mode in [AuthenticationMode.crc, .off] {
            #expect(try words(frame, mode, keys: [one, three]) == ["wrong_key"])
            #expect(try words(frame, mode, keys: [one, two]) == ["verified"])
        }
    }

    @Test func `W12 a tag of another authentication key is a mismatch, and taken by choice`() throws
    {
        let frame = try sealed {
            $0.authenticationKey = try AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
        }
        #expect(try words(frame) == ["tag_mismatch"])
        #expect(try words(frame, .crc) == ["unverified"])
        #expect(try words(frame, .off) == ["unverified"])
        let other = try sealed(key: 2) {
            $0.authenticationKey = try AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
        }
        let keys = try [SealedFrame.key(1), SealedFrame.key(2), SealedFrame.key(3)]
        #expect(try words(other, keys: keys) == ["tag_mismatch"], "the reason that tells most")
    }

    @Test func `W2 a byte broken on the way is damage, whatever the policy`() throws {
        var frame = try sealed()
        frame[200] ^= 0x01
        for mode in AuthenticationMode.allCases { #expect(try words(frame, mode) == ["damaged"]) }
    }

    @Test func `a frame without CRC is verified by its tag and taken without one by choice only`()
        throws
    {
        let text = Array("/Lux5\r\n\r\n1-0:1.8.0(1*kWh)\r\n!\r\n".utf8)
        #expect(try words(sealed(text)) == ["verified"])
        var broken = try sealed(text)
        broken[broken.count - 1] ^= 1
        #expect(try words(broken) == ["damaged"])
        #expect(try words(broken, .crc) == ["damaged"])
        #expect(try words(broken, .off) == ["unverified"])
    }

    @Test func `W23 a verified tag outweighs a wrong CRC`() throws {
        let text = ClearTelegram.bytes(["1-0:1.8.0(000006.695*kWh)"], checksum: .digits("0BAD"))
        let decoding = Decoding(
            try sealed(text), keys: try Decoding.slots([SealedFrame.key()]))
        #expect(decoding.words == ["verified"])
        let object = try #require(decoding.objects().first)
        #expect(object["crc"] as? String == "wrong")
        #expect(object["crc_kind"] == nil)
        #expect(decoding.lines.first?.contains(#""readings":{"energy_import_kwh":6.695}"#) == true)
    }

    @Test func `a genuine payload that is no telegram is unsupported or malformed`() throws {
        let key = try Decoding.slots([SealedFrame.key()])
        let binary = Decoding(try sealed([0x0F, 0, 1, 2, 3, 4, 5, 6]), keys: key)
        #expect(binary.words == ["unsupported"])
        #expect(binary.discarded.first?.detail?.isEmpty == false)
        #expect(binary.discarded.first?.header?.counter.value == 1)
        let headless = try sealed(Array("/Lux5\r\n1-0:1.8.0(1)\r\n".utf8))
        #expect(try words(headless) == ["malformed_telegram"])
        let nonsense = try sealed(ClearTelegram.bytes(["this", "is", "nothing"]))
        for mode in [AuthenticationMode.strict, .crc, .off] {
            #expect(try words(nonsense, mode) == ["malformed_telegram"])
        }
        let bare = try sealed(ClearTelegram.bytes(["this", "is", "nothing"]), control: 0x20)
        #expect(try words(bare, .crc) == ["malformed_telegram"])
        #expect(try words(sealed([0x0F, 0, 1, 2], control: 0x20)) == ["unauthenticated"])
    }

    @Test func `W13 clear telegrams are refused beside a key unless they are allowed`() throws {
        let text = OpeningTests.text
        #expect(try words(text) == ["plaintext_refused"])
        #expect(try words(text, allowsPlaintext: true) == ["none"])
        #expect(try words(text, keys: []) == ["none"])
    }

    @Test func `a clear telegram needs the CRC that it carries or that its version asks for`()
        throws
    {
        let lines = ["1-3:0.2.8(42)", "1-0:1.8.0(1*kWh)"]
        func clear(_ lines: [String], _ checksum: ClearTelegram.Checksum) throws -> Decoding {
            Decoding(ClearTelegram.bytes(lines, checksum: checksum))
        }
        #expect(try clear(lines, .arc).words == ["none"])
        #expect(try clear(lines, .x25).words == ["none"])
        #expect(try clear(lines, .digits("0BAD")).words == ["crc_wrong"])
        let absent = try clear(lines, .digits(""))
        #expect(absent.words == ["crc_wrong"])
        #expect(absent.discarded.first?.detail?.contains("42") == true)
        #expect(try clear(["1-3:0.2.8(40)", "1-0:1.8.0(1)"], .digits("")).words == ["crc_wrong"])
        #expect(try clear(["1-3:0.2.8(39)", "1-0:1.8.0(1)"], .digits("")).words == ["none"])
        #expect(try clear(["1-0:1.8.0(1*kWh)"], .digits("")).words == ["none"])
        #expect(try clear(["nothing of", "the kind"], .arc).words == ["malformed_telegram"])
    }

    @Test func `a complete inner frame that verifies wins over an outer one that waits`() throws {
        let inner = try sealed()
        let outer = SealedFrame(counter: 9).head(length: 4_000) + [0x30, 0, 0, 0, 9]
        let decoding = Decoding(outer + inner, keys: try Decoding.slots([SealedFrame.key()]))
        #expect(decoding.words == ["truncated", "verified"])
        #expect(decoding.accepted.first?.offset == outer.count)
        #expect(decoding.discarded.first?.length == outer.count)
    }

    @Test func `a signed frame wins over the clear telegram inside it`() throws {
        let frame = try sealed(control: 0x10)
        #expect(try words(frame, allowsPlaintext: true) == ["verified"])
        var broken = frame
        broken[broken.count - 1] ^= 1
        #expect(try words(broken) == ["tag_mismatch"])
        #expect(try words(broken, allowsPlaintext: true) == ["tag_mismatch", "none", "noise"])
    }
}
