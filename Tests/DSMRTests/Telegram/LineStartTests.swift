// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import TestSupport
import Testing

@Suite struct LineStartTests {
    /// Lists that look alike at the beginning of their lines and yet differ.
    private static let lists: [[String]] = [
        ["1-0:1.8.0(000001.000*kWh)", "1-0:2.8.0(000002.000*kWh)"],
        ["1-0:1.8.1(000003.000*kWh)", "1-0:2.8.0(000004.000*kWh)"],
        ["1-0:1.8.10(00005)", "1-0:2.8.0.255(00006)"],
        ["1-0:1.8.0.255(000007.000*kWh)", "1-0:2.8.0*255(000008.000*kWh)"],
        ["1-0:1.8.0 (000009.000*kWh)", "nonsense", "1-0:2.8.0(000010.000*kWh)"],
        ["1-0:2.8.0(000011.000*kWh)"],
        ["101-102:103.104.105*106(1)", "101-102:103.104.105*107(2)"],
        ["101-102:103.104.105*108(3)", "101-102:103.104.106*107(4)"],
        ["10-10:103.104.5(5)", "10-10:103.104.56(6)"],
        ["10-10:103.104.56(7)", "10-10:103.104.5(8)"],
    ]

    @Test func `a telegram reads the same whichever was read before it`() throws {
        for earlier in LineStartTests.lists {
            for later in LineStartTests.lists {
                var telegram = try telegram(earlier)
                let bytes = ClearTelegram.bytes(later)
                try telegram.read(bytes)
                let fresh = try Telegram.of(bytes)
                #expect(telegram.lines == fresh.lines)
                #expect(telegram.objects.map(\.code) == fresh.objects.map(\.code))
                #expect(telegram.broken == fresh.broken)
            }
        }
    }

    @Test func `a list longer than any before it keeps all its codes`() throws {
        let long = (0..<300).map { "1-0:\($0 / 100).\($0 / 10 % 10).\($0 % 10)(\($0))" }
        var telegram = try telegram(["1-0:1.8.0(000001.000*kWh)"])
        for _ in 0..<2 {
            try telegram.read(ClearTelegram.bytes(long))
            #expect(telegram.lines == long.map { String($0.dropLast()).replacing("(", with: " ") })
        }
    }

    @Test func `a text that fills its storage to the last byte is read`() throws {
        let bytes = ClearTelegram.bytes(["1-0:1.8.0(000001.000*kWh)"])
        var telegram = Telegram()
        telegram.text = bytes
        guard let envelope = TelegramEnvelope(bytes.span) else { throw NoTelegram() }
        #expect(TelegramParser.parse(&telegram, count: bytes.count, envelope: envelope))
        #expect(telegram.lines == ["1-0:1.8.0 000001.000*kWh"])
    }

    private func telegram(_ lines: [String]) throws -> Telegram {
        try Telegram.of(ClearTelegram.bytes(lines))
    }
}
