// SPDX-License-Identifier: Apache-2.0
import DSMR
import Testing

/// Gas, water, heat and cold: meters behind the meter, told apart by the type that each channel names.
struct MBusReadingTests {
    @Test(arguments: [
        ("003", "m3", "gas_m3"), ("007", "m3", "water_m3"), ("006", "m3", "warm_water_m3"),
        ("004", "GJ", "heat_gj"), ("012", "GJ", "heat_gj"), ("013", "GJ", "heat_gj"),
        ("010", "GJ", "cooling_gj"), ("011", "GJ", "cooling_gj"), ("002", "kWh", "electricity_kwh"),
        ("004", "kWh", "heat_kwh"), ("004", "MJ", "heat_gj"), ("003", "dm3", "gas_m3"),
    ])
    func `the device type gives the name and the meter's unit the suffix`(
        _ type: String, _ unit: String, _ name: String
    ) throws {
        let telegram = try Telegram.of(
            "0-2:24.1.0(\(type))", "0-2:24.2.1(180130100000W)(00981.443*\(unit))")
        let value = unit == "MJ" || unit == "dm3" ? "0.981443" : "981.443"
        let kind = name.prefix(upTo: name.lastIndex(of: "_") ?? name.endIndex)
        #expect(telegram.readings == ["\(name) \(value)", "\(kind)_time 2018-01-30T09:00:00Z"])
    }

    @Test func `the second living one of a kind is numbered and a dead one gives nothing`() throws {
        let telegram = try Telegram.of(
            "0-1:24.1.0(003)", "0-1:24.2.1(632525252525S)(00000.000)", "0-2:24.1.0(003)",
            "0-2:24.2.1(200706103140S)(00000.006*m3)", "0-3:24.1.0(007)",
            "0-3:24.2.1(700101010000W)(00000000)", "0-4:24.1.0(003)",
            "0-4:24.2.1(200706102900S)(00028.103*m3)")
        #expect(
            telegram.readings == [
                "gas_m3 0.006", "gas_time 2020-07-06T08:31:40Z", "gas_2_m3 28.103",
                "gas_2_time 2020-07-06T08:29:00Z",
            ])
    }

    @Test func `Belgian gas that is not corrected for temperature counts too`() throws {
        let telegram = try Telegram.of(
            "0-1:24.1.0(003)", "0-1:24.2.3(230119124616W)(00734.607*m3)", header: "/FLU5")
        #expect(telegram.readings.first == "gas_m3 734.607")
    }

    @Test func `the older form names its unit in a group of its own`() throws {
        let old = "0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)"
        let gas = try Telegram.of(
            "0-1:24.1.0(3)", "\(old)(m3)", "(00001.001)", header: "/ISk5\\2MT382-1004")
        #expect(gas.readings == ["gas_m3 1.001"])
        let heat = try Telegram.of(
            "0-1:24.1.0(4)", "\(old)(MJ)", "(00001.001)", header: "/ISk5\\2MT382-1004")
        #expect(heat.readings == ["heat_gj 0.001001"])
    }

    @Test func `a missing unit is the table's under a Luxembourg header only`() throws {
        let lines = ["0-1:24.1.0(003)", "0-1:24.2.1(200706103140S)(00000.006)"]
        #expect(try Telegram.of(lines[0], lines[1]).readings.first == "gas_m3 0.006")
        #expect(try Telegram.of(lines[0], lines[1], header: "/FLU5").readings.isEmpty)
    }

    @Test(arguments: ["000", "001", "015", "303", "abc", ""])
    func `a device of another type gives no reading`(_ type: String) throws {
        let telegram = try Telegram.of(
            "0-1:24.1.0(\(type))", "0-1:24.2.1(180130100000W)(00981.443*m3)")
        #expect(telegram.readings.isEmpty)
    }

    @Test func `a register without a type or a type without a register gives no reading`() throws {
        #expect(try Telegram.of("0-1:24.2.1(180130100000W)(00981.443*m3)").readings.isEmpty)
        #expect(try Telegram.of("0-1:24.1.0(003)").readings.isEmpty)
        #expect(try Telegram.of("0-1:24.1.0(003)", "0-1:24.2.1(00981.443*m3)").readings.isEmpty)
        #expect(
            try Telegram.of("0-5:24.1.0(003)", "0-5:24.2.1(180130100000W)(1*m3)").readings.isEmpty)
    }
}
