// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Simulation
import Testing

struct FrameSealerTests {
    private static let payload = Array("/Lux5\\test\r\n\r\n!0000\r\n".utf8)
    private static let title: [UInt8] = Array("SAGgtest".utf8)

    private static func sealer(
        title: [UInt8] = title, control: UInt8 = 0x30, form: LengthForm = .two
    ) throws -> FrameSealer {
        let key = try EncryptionKey(hex: "0102030405060708090A0B0C0D0E0F10")
        return try FrameSealer(key: key, title: title, control: control, lengthForm: form)
    }

    @Test(arguments: [
        (LengthForm.shortest, [UInt8]([0x26])), (.short, [0x26]), (.one, [0x81, 0x26]),
        (.two, [0x82, 0, 0x26]), (.three, [0x83, 0, 0, 0x26]), (.four, [0x84, 0, 0, 0, 0x26]),
    ])
    func `every form of the length is written as BER says`(form: LengthForm, expected: [UInt8])
        throws
    {
        let frame = try Self.sealer(form: form).frame(Self.payload, counter: 7)
        #expect(Array(frame[10..<(10 + expected.count)]) == expected)
        #expect(frame.count == 10 + expected.count + 5 + Self.payload.count + 12)
    }

    @Test func `a form too small for the length is refused, and the shortest always fits`() throws {
        let long = [UInt8](repeating: 0x41, count: 300)
        #expect(throws: SimulationError.lengthDoesNotFit(317)) {
            _ = try Self.sealer(form: .one).frame(long, counter: 0)
        }
        #expect(try Self.sealer(form: .shortest).frame(long, counter: 0)[10] == 0x82)
    }

    @Test(arguments: [
        (UInt8(0x30), true, true), (0x31, true, true), (0x20, true, false), (0x10, false, true),
        (0x00, false, false),
    ])
    func `the control byte says what is encrypted and what has a tag`(
        control: UInt8, isEncrypted: Bool, hasTag: Bool
    ) throws {
        let frame = try Self.sealer(control: control).frame(Self.payload, counter: 0x0102_0304)
        #expect(frame[13] == control)
        #expect(Array(frame[14..<18]) == [1, 2, 3, 4])
        #expect(frame.count == 18 + Self.payload.count + (hasTag ? 12 : 0))
        #expect((Array(frame[18..<(18 + Self.payload.count)]) == Self.payload) == !isEncrypted)
        guard hasTag else { return }
        let context = try #require(
            CipherContext(
                key: try EncryptionKey(hex: "0102030405060708090A0B0C0D0E0F10"),
                authenticationKey: .luxembourg))
        let nonce = Self.title + [1, 2, 3, 4]
        let body = Array(frame[18..<(18 + Self.payload.count)])
        let tag = Array(frame.suffix(12))
        var text = [UInt8](repeating: 0, count: body.count)
        let isGenuine =
            isEncrypted
            ? context.open(
                nonce: nonce.span, control: control, payload: body.span, tag: tag.span, into: &text)
            : context.verify(nonce: nonce.span, control: control, payload: body.span, tag: tag.span)
        #expect(isGenuine)
        if isEncrypted { #expect(text == Self.payload) }
    }

    @Test func `titles of 0 to 8 bytes are sealed, longer ones refused`() throws {
        for count in 0...8 {
            let frame = try Self.sealer(title: Array(Self.title.prefix(count))).frame(
                Self.payload, counter: 1)
            #expect(frame[1] == UInt8(count))
            #expect(frame.count == 2 + count + 3 + 5 + Self.payload.count + 12)
        }
        #expect(throws: SimulationError.titleTooLong(bytes: 9)) {
            _ = try Self.sealer(title: [UInt8](repeating: 1, count: 9))
        }
    }
}
