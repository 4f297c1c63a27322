// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import Testing

/// Every name that others rely on, and which line of a telegram gives it.
struct ReadingNamesTests {
    @Test(arguments: [
        ("1-0:1.8.0(000006.695*kWh)", "energy_import_kwh 6.695"),
        ("1-0:2.8.0(000000.025*kWh)", "energy_export_kwh 0.025"),
        ("1-0:1.8.1(1*kWh)", "energy_import_t1_kwh 1"),
        ("1-0:1.8.2(2*kWh)", "energy_import_t2_kwh 2"),
        ("1-0:1.8.3(3*kWh)", "energy_import_t3_kwh 3"),
        ("1-0:1.8.4(4*kWh)", "energy_import_t4_kwh 4"),
        ("1-0:2.8.1(1*kWh)", "energy_export_t1_kwh 1"),
        ("1-0:2.8.2(2*kWh)", "energy_export_t2_kwh 2"),
        ("1-0:2.8.3(3*kWh)", "energy_export_t3_kwh 3"),
        ("1-0:2.8.4(4*kWh)", "energy_export_t4_kwh 4"),
        ("1-0:3.8.0(000000.818*kvarh)", "reactive_energy_import_kvarh 0.818"),
        ("1-0:4.8.0(000002.745*kvarh)", "reactive_energy_export_kvarh 2.745"),
        ("1-0:1.7.0(00.153*kW)", "power_import_kw 0.153"),
        ("1-0:2.7.0(03.454*kW)", "power_export_kw 3.454"),
        ("1-0:3.7.0(00.025*kvar)", "reactive_power_import_kvar 0.025"),
        ("1-0:4.7.0(00.007*kvar)", "reactive_power_export_kvar 0.007"),
        ("1-0:9.7.0(00.021*kVA)", "apparent_power_import_kva 0.021"),
        ("1-0:10.7.0(03.450*kVA)", "apparent_power_export_kva 3.450"),
        ("1-0:21.7.0(01.111*kW)", "power_import_l1_kw 1.111"),
        ("1-0:41.7.0(02.222*kW)", "power_import_l2_kw 2.222"),
        ("1-0:61.7.0(03.333*kW)", "power_import_l3_kw 3.333"),
        ("1-0:22.7.0(04.444*kW)", "power_export_l1_kw 4.444"),
        ("1-0:42.7.0(05.555*kW)", "power_export_l2_kw 5.555"),
        ("1-0:62.7.0(06.666*kW)", "power_export_l3_kw 6.666"),
        ("1-0:23.7.0(00.007*kvar)", "reactive_power_import_l1_kvar 0.007"),
        ("1-0:43.7.0(00.008*kvar)", "reactive_power_import_l2_kvar 0.008"),
        ("1-0:63.7.0(00.009*kvar)", "reactive_power_import_l3_kvar 0.009"),
        ("1-0:24.7.0(00.001*kvar)", "reactive_power_export_l1_kvar 0.001"),
        ("1-0:44.7.0(00.002*kvar)", "reactive_power_export_l2_kvar 0.002"),
        ("1-0:64.7.0(00.003*kvar)", "reactive_power_export_l3_kvar 0.003"),
        ("1-0:32.7.0(236.0*V)", "voltage_l1_v 236.0"),
        ("1-0:52.7.0(233.0*V)", "voltage_l2_v 233.0"),
        ("1-0:72.7.0(235.0*V)", "voltage_l3_v 235.0"), ("1-0:31.7.0(004*A)", "current_l1_a 4"),
        ("1-0:51.7.0(005*A)", "current_l2_a 5"), ("1-0:71.7.0(0.86*A)", "current_l3_a 0.86"),
        ("0-0:17.0.0(069.0*kVA)", "power_limit_kva 69.0"),
        ("1-0:31.4.0(999*A)", "current_limit_a 999"),
        ("1-0:14.7.0(49.98*Hz)", "frequency_hz 49.98"),
        ("1-0:13.7.0(-0.910)", "power_factor -0.910"), ("0-0:96.14.0(0002)", "tariff 2"),
        ("0-0:96.3.10(1)", "breaker 1"), ("0-1:96.3.10(0)", "relay_1 0"),
        ("0-2:96.3.10(1)", "relay_2 1"), ("0-0:96.7.21(00069)", "power_failures 69"),
        ("0-0:96.7.9(00007)", "long_power_failures 7"),
        ("1-0:32.32.0(00011)", "voltage_sags_l1 11"),
        ("1-0:52.32.0(00012)", "voltage_sags_l2 12"), ("1-0:72.32.0(00013)", "voltage_sags_l3 13"),
        ("1-0:32.36.0(00001)", "voltage_swells_l1 1"),
        ("1-0:52.36.0(00002)", "voltage_swells_l2 2"),
        ("1-0:72.36.0(00003)", "voltage_swells_l3 3"),
        ("0-0:96.13.0(48616C6C6F)", "message \"Hallo\""),
        ("0-0:96.13.2(48616C6C6F)", "message_2 \"Hallo\""),
        ("0-0:96.13.3(48616C6C6F)", "message_3 \"Hallo\""),
        ("0-0:96.13.4(48616C6C6F)", "message_4 \"Hallo\""),
        ("0-0:96.13.5(48616C6C6F)", "message_5 \"Hallo\""),
        ("1-0:1.4.0(02.351*kW)", "demand_import_kw 2.351"),
    ])
    func `a line gives one reading of this name`(_ line: String, _ reading: String) throws {
        #expect(try Telegram.of(line, header: "/ABC5").readings == [reading])
        #expect(try Telegram.of(line).readings == [reading])
        #expect(OBISRegistry.names.contains { reading.hasPrefix("\($0) ") })
    }

    @Test func `the names that a meter can have are known, and a few hundred at most`() {
        let wanted: Set = [
            "power_net_kw", "current_limit_export_a", "peak_demand_month_time", "power_limit_kw",
            "power_limit_a", "gas_m3", "gas_2_m3", "heat_kwh", "heat_time", "water_4_time",
        ]
        #expect(OBISRegistry.names.isSuperset(of: wanted))
        #expect(OBISRegistry.names.count < 250)
    }

    @Test func `a line with two values gives two readings`() throws {
        let limit = ["current_limit_a 100", "current_limit_export_a -63"]
        #expect(try Telegram.of("1-1:31.4.0(100*A)(-63*A)").readings == limit)
        #expect(try Telegram.of("1-1:34.4.0(100*A)(-63*A)").readings == limit)
        #expect(
            try Telegram.of("1-0:1.6.0(200509134558S)(02.589*kW)").readings == [
                "peak_demand_month_kw 2.589", "peak_demand_month_time 2020-05-09T11:45:58Z",
            ])
    }

    @Test func `a value of a billing period that is over is no reading of now`() throws {
        let telegram = try Telegram.of(
            "1-0:1.8.0*01(50*kWh)", "1-0:1.8.0(100*kWh)", "1-0:2.8.0*255(7*kWh)")
        #expect(telegram.readings == ["energy_import_kwh 100", "energy_export_kwh 7"])
        #expect(telegram.objects.count == 3)
    }

    @Test func `net power is import less export, exactly, when both are there`() throws {
        #expect(
            try Telegram.of("1-0:1.7.0(00.005*kW)", "1-0:2.7.0(3.45*kW)").readings.last
                == "power_net_kw -3.445")
        #expect(
            try Telegram.of("1-0:2.7.0(0*kW)", "1-0:1.7.0(286*W)").readings.last
                == "power_net_kw 0.286")
        #expect(try Telegram.of("1-0:1.7.0(00.005*kW)").readings.count == 1)
    }

    @Test(arguments: [
        ("1-0:1.8.0(6545766*Wh)", "energy_import_kwh 6545.766"),
        ("1-0:1.8.0(1.5*MWh)", "energy_import_kwh 1500"),
        ("1-0:1.8.0(2*MWh)", "energy_import_kwh 2000"),
        ("1-0:1.8.0(1.2345*MWh)", "energy_import_kwh 1234.5"),
        ("1-0:3.8.0(747*varh)", "reactive_energy_import_kvarh 0.747"),
        ("1-0:1.7.0(286*W)", "power_import_kw 0.286"),
        ("1-0:4.7.0(166*var)", "reactive_power_export_kvar 0.166"),
        ("1-0:9.7.0(21*VA)", "apparent_power_import_kva 0.021"),
        ("1-0:32.7.0(236000*mV)", "voltage_l1_v 236.000"),
        ("1-0:31.7.0(860*mA)", "current_l1_a 0.860"),
        ("1-0:14.7.0(0.05*kHz)", "frequency_hz 50"),
        ("1-0:1.8.0(0.0015*GWh)", "energy_import_kwh 1500"),
        ("1-0:4.8.0(1.5*Mvarh)", "reactive_energy_export_kvarh 1500"),
        ("1-0:1.7.0(1.5*MW)", "power_import_kw 1500"),
        ("1-0:3.7.0(0.0015*Mvar)", "reactive_power_import_kvar 1.5"),
        ("0-0:17.0.0(0.25*MVA)", "power_limit_kva 250"),
        ("1-0:32.7.0(11.5*kV)", "voltage_l1_v 11500"),
        ("1-0:31.7.0(0.86*kA)", "current_l1_a 860"),
        // Another kind of unit gets its own suffix.
        ("0-0:17.0.0(0999.00*kW)", "power_limit_kw 999.00"),
        ("0-0:17.0.0(016*A)", "power_limit_a 16"),
        // Exact to the last of eighteen digits.
        ("1-0:1.8.0(999999999999999999*Wh)", "energy_import_kwh 999999999999999.999"),
    ])
    func `multiples are converted exactly`(_ line: String, _ reading: String) throws {
        #expect(try Telegram.of(line).readings == [reading])
    }

    @Test(arguments: ["1-0:1.8.0(999999999999999999*MWh)", "1-0:1.8.0(0.00000000000000001*Wh)"])
    func `W26 a conversion that does not fit gives no reading`(_ line: String) throws {
        #expect(try Telegram.of(line).readings.isEmpty)
    }

    @Test(arguments: ["3.5", "-1", "7*kWh"])
    func `a count is a whole number without a unit, or no reading`(_ value: String) throws {
        let telegram = try Telegram.of("0-0:96.7.9(\(value))", "1-0:13.7.0(0.95)")
        #expect(telegram.readings == ["power_factor 0.95"])
        #expect(telegram.objects.count == 2)
    }

    @Test func `a missing unit is the table's under a Luxembourg header and for counts only`()
        throws
    {
        let lines = ["0-0:17.0.0(77.376)", "1-0:4.7.0(00.007)", "0-0:96.7.21(00069)"]
        #expect(
            try Telegram.of(lines[0], lines[1], lines[2]).readings == [
                "power_limit_kva 77.376", "reactive_power_export_kvar 0.007", "power_failures 69",
            ])
        #expect(
            try Telegram.of(lines[0], lines[1], lines[2], header: "/EGM5G15").readings == [
                "power_failures 69"
            ])
    }

    @Test(arguments: [
        "1-0:1.8.0(000006.695*furlong)", "1-0:1.8.0()", "1-0:1.8.0(abc)", "1-0:1.8.0",
        "0-0:96.7.21(12*V)", "0-0:96.7.21(abc)", "0-0:96.13.0()", "0-0:96.13.0(FFFFFFFF)",
        "0-0:96.3.10()", "1-0:1.6.0(632525252525S)(02.589*kW)", "0-0:42.0.0(5341)",
        "9-9:1.8.0(1*kWh)",
        "1-0:1.8.5(1*kWh)", "1-2:1.8.0(1*kWh)",
    ])
    func `W24 what is not in the table or says nothing gives no reading and stays an object`(
        _ line: String
    ) throws {
        let telegram = try Telegram.of(line)
        #expect(telegram.readings.isEmpty)
        #expect(telegram.objects.count == 1)
    }

    @Test func `W25 the first of a repeated code counts, and what is missing stays missing`() throws
    {
        let telegram = try Telegram.of(
            "1-0:2.8.0(2*kWh)", "1-0:1.8.0(1*kWh)", "1-0:1.8.0(9*kWh)", "1-0:1.8.0*255(7*kWh)")
        #expect(telegram.readings == ["energy_export_kwh 2", "energy_import_kwh 1"])
        #expect(telegram.objects.count == 4)
    }

    @Test func `Swiss meters print the energy codes on channel 1`() throws {
        #expect(
            try Telegram.of("1-1:1.8.1(1*kWh)", "1-1:1.7.0(0.1*kW)", header: "/LGF5E360").readings
                == ["energy_import_t1_kwh 1", "power_import_kw 0.1"])
    }

    @Test(arguments: [
        ("0-0:96.3.10(ON)", "breaker \"ON\""), ("0-0:96.14.0(TARIFF 1)", "tariff \"TARIFF 1\""),
        ("0-0:96.14.0(-1)", "tariff \"-1\""), ("0-0:96.14.0(1.5)", "tariff \"1.5\""),
        ("0-0:96.14.0(12345678901234567890)", "tariff \"12345678901234567890\""),
    ])
    func `states are whole numbers if all digits, else texts`(_ line: String, _ reading: String)
        throws
    {
        #expect(try Telegram.of(line).readings == [reading])
    }

    @Test(arguments: [
        ("48616C6C6F", "Hallo"), ("C3A9", "é"), ("E9", "é"), ("48FFFF", "H"), ("4865C", "4865C"),
        ("Wartung ab 8", "Wartung ab 8"), ("00", "\u{0}"), ("0a0D", "\n\r"), ("F09F8CA7", "🌧"),
    ])
    func `W28 messages are texts of UTF-8, or of Latin-1 where they are not`(
        _ sent: String, _ text: String
    ) throws {
        let telegram = try Telegram.of("0-0:96.13.0(\(sent))")
        #expect(ReadingList(telegram)["message"] == .text(text))
    }

    @Test func `every row of the table has its own sentence and a name in snake case`() {
        for row in OBISRegistry.rows {
            #expect(row.sentence.hasSuffix("."))
            #expect(
                row.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(row.name)")
        }
        #expect(Set(OBISRegistry.rows.map(\.code)).count == OBISRegistry.rows.count)
    }
}
