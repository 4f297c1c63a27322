// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import Testing

/// Numbers are exact, or they are texts.
struct NumberTests {
    private func value(_ text: String) throws -> DataValue? {
        let telegram = try Telegram.of("1-0:1.8.0(\(text))")
        return telegram.objects.first.flatMap { telegram.values(of: $0).first }
    }

    @Test(arguments: [
        ("000006.695", "6.695"), ("000100.000", "100.000"), ("0", "0"), ("00000", "0"),
        ("-063", "-63"), ("-00.024", "-0.024"), ("-0.910", "-0.910"), ("007.", "7"), (".5", "0.5"),
        ("999999999.999", "999999999.999"), ("123456789012345678", "123456789012345678"),
        ("0.00000000000000001", "0.00000000000000001"),
        ("-999999999999999999", "-999999999999999999"), ("-0", "0"),
        ("99999999999999999.9", "99999999999999999.9"),
    ])
    func `W26 up to 18 digits are an exact number`(_ text: String, _ number: String) throws {
        #expect(try value(text)?.number?.description == number)
        #expect(try value(text + "*kWh")?.number?.description == number)
        #expect(try value(text + "*kWh")?.unit == .kWh)
    }

    @Test(arguments: [
        "1234567890123456789", "123456789012345678901234567890", "000000000000000000.1",
        String(repeating: "9", count: 2_048), "", "-", ".", "-.", "*kWh", "--1", "1.2.3", "+1",
        "1e3", "1,5", "0x1F", "1 2", "١",
    ])
    func `W26 more digits, none, or anything else make a text, and the telegram stands`(
        _ text: String
    ) throws {
        let telegram = try Telegram.of("1-0:1.8.0(\(text))", "1-0:2.8.0(1*kWh)")
        #expect(telegram.lines == ["1-0:1.8.0 \(text)", "1-0:2.8.0 1*kWh"])
        let first = telegram.objects.first.flatMap { telegram.values(of: $0).first }
        #expect(first?.number == nil)
        #expect(telegram.readings == ["energy_export_kwh 1"])
    }

    @Test(
        arguments: [
            ("kWh", .kWh), ("kwh", .kWh), ("KWH", .kWh), ("Wh", .Wh), ("MWh", .MWh),
            ("kvarh", .kvarh), ("kVArh", .kvarh), ("kVarh", .kvarh), ("varh", .varh), ("kW", .kW),
            ("W", .W), ("kvar", .kvar), ("kVAr", .kvar), ("var", .var), ("kVA", .kVA), ("VA", .VA),
            ("V", .V), ("mV", .mV), ("A", .A), ("mA", .mA), ("Hz", .Hz), ("kHz", .kHz), ("m3", .m3),
            ("m³", .m3), ("dm3", .dm3), ("GJ", .GJ), ("MJ", .MJ), ("s", .s), ("", .none),
            ("MW", .MW), ("GWh", .GWh), ("Mvar", .Mvar), ("MVArh", .Mvarh), ("MVA", .MVA),
            ("kV", .kV), ("kA", .kA), ("l", .l), ("L", .l), ("kJ", .kJ),
            // Letters that turn milli into mega are not guessed at.
            ("mJ", .unknown), ("mWh", .unknown), ("mW", .unknown), ("mVA", .unknown),
            ("mvar", .unknown), ("mvarh", .unknown), ("MV", .unknown), ("MA", .unknown),
            ("furlong", .unknown), ("kW/h", .unknown), ("%", .unknown),
        ] as [(String, DSMR.Unit)])
    func `units are read as meters write them`(_ text: String, _ unit: DSMR.Unit) throws {
        let value = try value("1.5*\(text)")
        #expect(value?.unit == unit)
        #expect(value?.number == FixedPoint(15, decimals: 1))
    }

    @Test func `a unit may stand without its star and before a blank`() throws {
        for text in ["000123.456kWh", "000123.456*kWh ", "000123.456 kWh", "000123.456 *kWh"] {
            let value = try value(text)
            #expect(value?.unit == .kWh)
            #expect(value?.number?.description == "123.456")
        }
        #expect(try value("12AB")?.number == nil)
    }
}
