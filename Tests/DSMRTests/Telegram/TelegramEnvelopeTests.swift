// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// Both ends of a telegram and its checksum.
struct TelegramEnvelopeTests {
    @Test func `the check values of both checksums are right`() {
        let digits = Array("123456789".utf8)
        #expect(CRC16.arc(digits.span) == 0xBB3D)
        #expect(CRC16.x25(digits.span) == 0x906E)
        #expect(CRC16.arc([UInt8]().span) == 0)
        #expect(CRC16.x25([UInt8]().span) == 0)
    }

    @Test func `sixteen bytes a step give what one bit a step gives`() {
        var random = SeededGenerator(seed: 16)
        for count in 0..<200 {
            let bytes = random.bytes(count)
            var arc: UInt16 = 0
            var x25: UInt16 = 0xFFFF
            for byte in bytes {
                arc ^= UInt16(byte)
                x25 ^= UInt16(byte)
                for _ in 0..<8 {
                    arc = arc & 1 == 1 ? arc >> 1 ^ 0xA001 : arc >> 1
                    x25 = x25 & 1 == 1 ? x25 >> 1 ^ 0x8408 : x25 >> 1
                }
            }
            #expect(CRC16.arc(bytes.span) == arc)
            #expect(CRC16.x25(bytes.span) == ~x25)
        }
    }

    private func check(_ checksum: ClearTelegram.Checksum) -> CRCCheck? {
        TelegramEnvelope(ClearTelegram.bytes(["1-0:1.8.0(1)"], checksum: checksum).span)?.check
    }

    @Test func `a checksum is right by either rule, wrong or absent`() {
        #expect(check(.arc) == .arc)
        #expect(check(.x25) == .x25)
        #expect(check(.digits("0BAD")) == .wrong)
        #expect(check(.digits("")) == .absent)
    }

    @Test func `the mark is found wherever it stands, and nothing else is taken for it`() {
        for length in 0..<40 {
            let filling = String(repeating: "x", count: length)
            let text = "/Lux5\r\n\(filling)\r\n!"
            for end in [
                "", "1", "12ab", "\r\n", "12AB \r\n", "12AB\r\nadded (!)\r\nby !others\r\n",
            ] {
                #expect(
                    TelegramEnvelope(Array((text + end).utf8).span)?.mark == text.utf8.count - 1)
            }
            for end in ["12345\r\n", "12G\r\n", "12 34\r\n", "x!\r\n", " 12AB\r\n"] {
                #expect(TelegramEnvelope(Array((text + end).utf8).span) == nil)
            }
        }
    }

    @Test func `lower case and dropped zeros are read`() {
        // A telegram of which the CRC begins with a zero, found by trial.
        let found = (0..<2_000).lazy.map { number in
            (number, CRC16.arc(Array("/Lux5\r\n1-0:1.8.0(\(number))\r\n!".utf8).span))
        }.first {
            $0.1 < 0x1000 && $0.1 > 0x00FF && String($0.1, radix: 16).contains { $0.isLetter }
        }
        guard let (number, checksum) = found else {
            Issue.record("none of 2,000 checksums begins with a zero")
            return
        }
        let text = "/Lux5\r\n1-0:1.8.0(\(number))\r\n!"
        let short = String(checksum, radix: 16)
        for digits in [short, short.uppercased(), "0" + short, "0" + short.uppercased()] {
            #expect(TelegramEnvelope(Array("\(text)\(digits)\r\n".utf8).span)?.check == .arc)
        }
    }

    @Test
    func
        `line ends before the slash, and zeros and lines of a gateway behind the end, are allowed`()
    {
        let telegram = ClearTelegram.bytes(["1-0:1.8.0(1)"])
        for before in ["", "\n", "\r\n\r\n"] {
            for behind in ["", "\0\0\0\0", "\r\n", "gateway: 12\r\n", "a\r\nb\r\n"] {
                let text = Array(before.utf8) + telegram + Array(behind.utf8)
                let envelope = TelegramEnvelope(text.span)
                #expect(envelope?.check == .arc)
                #expect(envelope?.start == before.utf8.count)
            }
        }
    }

    @Test(arguments: [
        "", "/", "/Lux5\r\n", "Lux5\r\n!", "/Lux5\r\n1-0:1.8.0(1)\r\nx!", "x/Lux5\r\n!1234",
        "/Lux5\r\n(Hello! 1234", "!",
    ])
    func `what has no slash in front or no mark at a line's start is no telegram`(_ text: String) {
        #expect(TelegramEnvelope(Array(text.utf8).span) == nil)
    }

    @Test func `a mark inside a message does not end the telegram`() {
        let telegram = ClearTelegram.bytes(["0-0:96.13.0(Hello! 1234)", "1-0:1.8.0(1)"])
        #expect(TelegramEnvelope(telegram.span)?.check == .arc)
    }
}
