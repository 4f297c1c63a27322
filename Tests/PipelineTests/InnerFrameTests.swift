// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// A frame that its seal proves, inside or behind others that nothing proves.
struct InnerFrameTests {
    private static let clear = ClearTelegram.luxembourg(1, lines: 3)

    private static func sealed(
        _ payload: [UInt8], control: UInt8 = 0x30, isProved: Bool = true
    ) throws -> [UInt8] {
        var frame = SealedFrame(counter: 9)
        frame.control = control
        if !isProved {
            frame.authenticationKey = try AuthenticationKey(
                hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
        }
        return try frame.bytes(payload, key: SealedFrame.key())
    }

    /// A head that announces 16,000 bytes and keeps nothing of it.
    private static func falseHead(control: UInt8, length: Int = 16_000) -> [UInt8] {
        SealedFrame().head(length: length) + [control, 0, 0, 0, 7]
    }

    /// What becomes of a stream, the same wherever it is cut and wherever a read of 4 KiB ends.
    private func words(
        _ stream: [UInt8], _ mode: AuthenticationMode = .strict, allowsPlaintext: Bool = false
    ) throws -> [String] {
        let policy = OpeningPolicy(authentication: mode, allowsPlaintext: allowsPlaintext)
        let slots = try Decoding.slots([SealedFrame.key()])
        let whole = Decoding(stream, keys: slots, policy: policy)
        #expect(whole.covers(stream.count))
        for cut in stride(from: 1, to: stream.count, by: 7) {
            let pieces = [Array(stream[..<cut]), Array(stream[cut...])]
            let pipeline = TelegramPipeline(keys: slots, policy: policy)
            #expect(Decoding(pieces, with: pipeline).lines == whole.lines, "cut at \(cut)")
        }
        return whole.words
    }

    @Test func `an unproved frame swallows no proved one, however the bytes are cut`() throws {
        let inner = try Self.sealed(ClearTelegram.luxembourg(2, lines: 8))
        let payload = Self.clear + inner + Array("tail".utf8)
        let wrongTag = try Self.sealed(payload, control: 0x10, isProved: false)
        #expect(
            try words(wrongTag, .crc) == ["truncated", "verified", "noise"])
        let open = try Self.sealed(payload, control: 0)
        #expect(
            try words(open, allowsPlaintext: true) == ["truncated", "none", "verified", "noise"])
        // Nor does a signed one: nobody could tell before its end that it is one.
        let signed = try Self.sealed(payload, control: 0x10)
        #expect(try words(signed) == ["truncated", "verified", "noise"])
    }

    @Test(arguments: [UInt8(0x00), 0x10, 0x20, 0x30])
    func `W6 a false head costs neither the clear telegrams nor the frames behind it`(
        _ control: UInt8
    ) throws {
        let frame = try Self.sealed(ClearTelegram.luxembourg(2, lines: 8))
        let stream = Self.falseHead(control: control) + Self.clear + Self.clear + frame + Self.clear
        #expect(
            try words(stream, allowsPlaintext: true)
                == ["truncated", "none", "none", "verified", "none"])
    }

    @Test(arguments: [1, 17, 40, 200])
    func `W5 heads that announce much neither hide the frame around them nor the one behind them`(
        _ count: Int
    ) throws {
        let heads = (0..<count).flatMap { _ in Self.falseHead(control: 0x30) }
        // A message may hold any bytes, so a signed frame can have heads inside.
        let text = ClearTelegram.seal(
            Array("/Lux5\\253770123_A\r\n\r\n1-0:1.8.0(1*kWh)\r\n0-0:96.13.0(".utf8) + heads
                + Array(")\r\n!".utf8))
        let frame = try Self.sealed(text, control: 0x10)
        #expect(try words(frame) == ["verified"])
        let behind = Self.falseHead(control: 0x30) + frame
        #expect(try words(behind) == ["truncated", "verified"])
        #expect(try words(heads + (try Self.sealed(Self.clear))).last == "verified")
    }

    @Test func `a checksum in front of the next frame ends a telegram whose line end was lost`()
        throws
    {
        let cut = Array(Self.clear.dropLast(2))
        let frame = try Self.sealed(ClearTelegram.luxembourg(2, lines: 8))
        #expect(
            try words(cut + frame + cut + Self.clear, allowsPlaintext: true)
                == ["none", "verified", "none", "none"])
    }

    @Test func `a header line and a mark alone are no telegram, with a checksum they are`() throws {
        let bare = Array("/abc\n!".utf8)
        #expect(Decoding(bare).words == ["malformed_telegram"])
        #expect(Decoding(ClearTelegram.seal(bare)).words == ["none"])
    }
}
