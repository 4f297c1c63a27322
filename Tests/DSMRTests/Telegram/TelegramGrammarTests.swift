// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import TestSupport
import Testing

/// The lines of a telegram: what is read, what is odd and read, and what is broken and passed over.
struct TelegramGrammarTests {
    @Test func `header, codes and values stand as sent and in order`() throws {
        let telegram = try Telegram.of(
            "1-3:0.2.8(42)", "1-0:1.8.0(000006.695*kWh)", "9-9:1.2.3(a)(b)(c)", "1-0:199.255.7(x)")
        #expect(
            String(decoding: telegram.headerBytes, as: UTF8.self) == "/Lux5\\253770123_A")
        #expect(
            telegram.lines == [
                "1-3:0.2.8 42", "1-0:1.8.0 000006.695*kWh", "9-9:1.2.3 a b c", "1-0:199.255.7 x",
            ])
        #expect(telegram.faults.isEmpty)
        #expect(telegram.version == 42)
        #expect(telegram.isLuxembourg)
    }

    @Test(arguments: [
        "/KAM5", "/ADN9 6534", "/ISK9\\2M551T-200", "/HLY5/D545-METER", "/Ene5\\T211 ESMR 5.0",
        "/ELS5\\@V10.04", "/NWA-WARMTELINK", "/ISk5\u{2}MIE5T-200", "/Test\\V4:2",
    ])
    func `every header that was seen is read`(_ header: String) throws {
        let telegram = try Telegram.of("1-0:1.8.0(1*kWh)", header: header)
        #expect(String(decoding: telegram.headerBytes, as: UTF8.self) == header)
        #expect(!telegram.isLuxembourg)
        #expect(telegram.lines == ["1-0:1.8.0 1*kWh"])
    }

    @Test(arguments: [
        "/Lux5\\A\r\n1-0:1.8.0(1)\r\n!", "/Lux5\\A\r\n\r\n\r\n\r\n1-0:1.8.0(1)\r\n\r\n!",
        "/Lux5\\A\n\n1-0:1.8.0(1)\n!", "/Lux5\\A\r\n\r\n1-0:1.8.0(1)!",
        "\n/Lux5\\A\n1-0:1.8.0(1)\n!",
        "/Lux5\\A\r\n\r\n1-0:1.8.0 (1)\r\n!", "/Lux5\\A\r\n\r\n1-0:1.8.0((1))\r\n!",
        "/Lux5\\A\r\n\r\n1-0:1.8.0\r\n(1)\r\n!", "/Lux5\\A\r\n\r\n1-0:1.8.0(1) \r\n!",
        "/Lux5\\A\r\n\r\n  1-0:1.8.0(1)\r\n!\r\n\0\0\0",
    ])
    func `none, one or many empty lines, lone line feeds, blanks and doubled brackets are read`(
        _ text: String
    ) throws {
        let telegram = try Telegram.of(Array(text.utf8))
        #expect(telegram.lines == ["1-0:1.8.0 1"])
        #expect(telegram.faults.isEmpty)
    }

    @Test func `a sixth group is read behind a dot or a star and kept as sent`() throws {
        let telegram = try Telegram.of(
            "1-0:21.7.0.255(01.111*kW)", "1-0:41.7.0*255(02.222*kW)", "1-0:1.8.0*7(3*kWh)")
        #expect(
            telegram.lines == [
                "1-0:21.7.0.255 01.111*kW", "1-0:41.7.0*255 02.222*kW", "1-0:1.8.0*7 3*kWh",
            ])
        #expect(
            telegram.objects.map(\.code.description) == ["1-0:21.7.0", "1-0:41.7.0", "1-0:1.8.0*7"])
    }

    @Test func `a value on the next line belongs to the code before it`() throws {
        let telegram = try Telegram.of(
            "0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00001.001)", "0-1:24.4.0(1)")
        #expect(
            telegram.lines == [
                "0-1:24.3.0 121030140000 00 60 1 0-1:24.2.1 m3 00001.001", "0-1:24.4.0 1",
            ])
    }

    @Test func `the clock's value may stand on the next line, and the telegram has its time`()
        throws
    {
        let telegram = try Telegram.of("0-0:1.0.0", "(210204163628W)", "1-0:1.8.0(1*kWh)")
        #expect(telegram.time?.description == "2021-02-04T15:36:28Z")
    }

    @Test func `a profile over several lines is one object`() throws {
        let telegram = try Telegram.of(
            "0-0:98.1.0", "(", "0-0:1.0.0(220201000000T)", "1-0:1.8.0(00003600.000*kWh)", ")",
            "1-0:2.8.0(1*kWh)")
        #expect(
            telegram.lines == [
                "0-0:98.1.0 0-0:1.0.0(220201000000T) 1-0:1.8.0(00003600.000*kWh)",
                "1-0:2.8.0 1*kWh",
            ])
        #expect(telegram.faults.isEmpty)
    }

    @Test func `lines that follow no rule are reported with their place and passed over`() throws {
        let telegram = try Telegram.of(
            "nonsense", "1-0:1.8.0(1*kWh)", "1-0:2.8.0(2*kWh", "1-0:3.8.0", "1-0:4.8.0(4)x",
            "1-0:1000.8.0(5)", "1-0:256.8.0(5)", "1-0:1.8(5)", "1-0:1.8.0*(5)", ":::...(5)",
            "1-0:5.8.0x(5)", "1-0:1.7.0(6*kW)")
        #expect(telegram.lines == ["1-0:1.8.0 1*kWh", "1-0:3.8.0", "1-0:1.7.0 6*kW"])
        #expect(
            telegram.broken == [
                "21 no OBIS code", "49 broken value group", "77 broken value group",
                "92 no OBIS code", "109 no OBIS code", "125 no OBIS code", "137 no OBIS code",
                "152 no OBIS code", "163 broken value group",
            ])
    }

    @Test func `a value behind a broken line belongs to nobody`() throws {
        let telegram = try Telegram.of(
            "0-1:24.2.1(180130100000W)(00981.443*m3)", "0-1:24.3.0(180130", "(00001.001)",
            "1-0:1.8.0(1*kWh)", "junk", "(2)")
        #expect(
            telegram.lines == ["0-1:24.2.1 180130100000W 00981.443*m3", "1-0:1.8.0 1*kWh"])
        #expect(
            telegram.faults.map(\.problem.rawValue) == [
                "broken value group", "a value without a code", "no OBIS code",
                "a value without a code",
            ])
    }

    @Test func `a value before any code is reported`() throws {
        let telegram = try Telegram.of("(1)", "1-0:1.8.0(2)")
        #expect(telegram.lines == ["1-0:1.8.0 2"])
        #expect(telegram.broken == ["21 a value without a code"])
    }

    @Test func `a value line that breaks leaves the object before it as it was`() throws {
        let telegram = try Telegram.of("1-0:1.8.0(1)", "(2)(3", "(", "1-0:2.8.0(4)")
        #expect(telegram.lines == ["1-0:1.8.0 1", "1-0:2.8.0 4"])
        #expect(telegram.faults.count == 2)
    }

    @Test func `W29 a message of 2048 digits in each of five fields is read`() throws {
        let digits = String(repeating: "48616C6C6F21202D", count: 128)
        let telegram = try Telegram.of(
            "0-0:96.13.0(\(digits))", "0-0:96.13.2(\(digits))", "0-0:96.13.3(\(digits))",
            "0-0:96.13.4(\(digits))", "0-0:96.13.5(\(digits))")
        #expect(telegram.textCount > 10_240)
        let text = String(repeating: "Hallo! -", count: 128)
        #expect(
            telegram.readings
                == ["message", "message_2", "message_3", "message_4", "message_5"].map {
                    "\($0) \"\(text)\""
                })
    }

    @Test func `a list of any length is read, and the next one too`() throws {
        for count in [1, 95, 96, 97, 159, 160, 161, 700] {
            let lines = (0..<count).map { "1-0:\($0 % 250).7.0(\($0)*kW)" }
            let telegram = try Telegram.of(ClearTelegram.bytes(lines))
            #expect(telegram.objects.count == count)
            #expect(telegram.lines.last == "1-0:\((count - 1) % 250).7.0 \(count - 1)*kW")
        }
    }

    @Test func `text with a header alone is a telegram, and text of nonsense lines is none`() throws
    {
        #expect(try Telegram.of("").objects.isEmpty)
        #expect(throws: NoTelegram.self) { try Telegram.of("what", "is", "this") }
    }

    @Test func `W28 random bytes between header and mark never trap`() {
        var random = SeededGenerator(seed: 28)
        let alphabet = Array("0123456789-:.*()kWhmS3 \r\n!/".utf8)
        // Without a line that is one, hardly any of them would be a telegram.
        let lines: [[UInt8]] = [[], Array("\r\n1-0:1.8.0(1*kWh)\r\n".utf8)]
        var read = 0
        for _ in 0..<3_000 {
            let count = random.below(120)
            let body = (0..<count).map { _ in
                random.below(20) == 0
                    ? UInt8(truncatingIfNeeded: random.next())
                    : alphabet[random.below(alphabet.count)]
            }
            guard
                let telegram = try? Telegram.of(
                    ClearTelegram.seal(
                        Array("/Lux5\r\n".utf8) + body + lines[random.below(2)]
                            + Array("\r\n!".utf8)))
            else { continue }
            if !telegram.objects.isEmpty { read += 1 }
            #expect(telegram.lines.count == telegram.objects.count)
            _ = ReadingList(telegram)
        }
        #expect(read > 1_000)
    }
}
