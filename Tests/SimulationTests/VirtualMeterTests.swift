// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings
import Testing

@testable import Simulation

struct VirtualMeterTests {
    private static func meter(_ number: Int = 0, seed: UInt64 = 1) throws -> VirtualMeter {
        let id = try #require(MeterID("flat-\(number + 1)"))
        return try VirtualMeter(id: id, number: number, seed: seed, start: TestStreet.start)
    }

    private static func later(_ milliseconds: Int64) -> UTCTime {
        UTCTime(milliseconds: TestStreet.start.milliseconds + milliseconds)
    }

    @Test func `the same seed makes the same meter, byte for byte`() throws {
        var one = try Self.meter()
        var other = try Self.meter()
        for step in 0..<20 {
            let time = Self.later(Int64(step) * 1_000)
            #expect(try one.frame(at: time) == other.frame(at: time))
        }
        #expect(one.keyHex == other.keyHex)
    }

    @Test func `another seed or number has another key, title and telegram`() throws {
        let meters = try [Self.meter(), Self.meter(1), Self.meter(0, seed: 2)]
        #expect(Set(meters.map(\.keyHex)).count == 3)
        #expect(Set(meters.map(\.identity)).count == 3)
        for meter in meters {
            #expect(meter.identity.systemTitle.prefix(4) == [0x53, 0x41, 0x47, 0x67])
        }
    }

    @Test func `the first frame of seed 1 does not change from release to release`() throws {
        var meter = try Self.meter()
        let frame = try meter.frame(at: TestStreet.start)
        #expect(meter.identity.name == "SAG1030784759715")
        #expect(frame.bytes.count == 1_336)
        let checksum = CRC16.arc(frame.bytes.span)
        #expect(HexText.upper(checksum) == "732E")
        #expect(frame.telegram["energy_import_kwh"] == "21711.013")
        #expect(frame.telegram["power_import_kw"] == "0.410")
    }

    @Test func `a system title spells the name that the telegram carries`() throws {
        let identity = MeterIdentity(serial: 114_004)
        #expect(HexText.upper(identity.systemTitle) == "534147677001BD54")
        #expect(identity.name == "SAG1030700114004")
    }

    @Test func `a frame opens under the meter's key and holds the telegram`() throws {
        var meter = try Self.meter(1)
        let sealed = try meter.frame(at: TestStreet.start)
        let opened = try #require(try FrameOpener(keyHex: meter.keyHex).open(sealed.bytes))
        #expect(opened.text == sealed.telegram.text)
        #expect(opened.counter == sealed.frameCounter)
        let wrong = try FrameOpener(keyHex: Self.meter().keyHex).open(sealed.bytes)
        #expect(wrong == nil)
    }

    @Test func `a telegram has the 55 objects of the Luxembourg list and a right checksum`() throws
    {
        var meter = try Self.meter()
        let text = meter.telegram(at: TestStreet.start).text
        let lines = String(decoding: text, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "/Lux5\\253770123_A")
        #expect(lines[1].isEmpty)
        #expect(lines[3] == "0-0:1.0.0(260311101500W)")
        #expect(lines.dropFirst(2).prefix { !$0.hasPrefix("!") }.count == 55)
        let body = Array(text.dropLast(6))
        let checksum = HexText.upper(CRC16.arc(body.span))
        #expect(String(decoding: text.suffix(6), as: UTF8.self) == checksum + "\r\n")
    }

    @Test func `registers never go back and grow by the power that was shown`() throws {
        for number in 0..<2 {
            var meter = try Self.meter(number)
            func watts(_ telegram: MeterTelegram, _ name: String) throws -> Int64 {
                try #require(telegram[name].flatMap { Int64($0.filter { $0 != "." }) })
            }
            var before = meter.telegram(at: TestStreet.start)
            var owed: [Int64] = [0, 0]
            let first = try ["import", "export"].map { try watts(before, "energy_\($0)_kwh") }
            // A whole day in steps of a minute.
            for step in 1...1_440 {
                let next = meter.telegram(at: Self.later(Int64(step) * 60_000))
                for (index, way) in ["import", "export"].enumerated() {
                    owed[index] += try watts(next, "power_\(way)_kw") * 60_000
                    let now = try watts(next, "energy_\(way)_kwh")
                    #expect(try now >= watts(before, "energy_\(way)_kwh"))
                    #expect(now == first[index] + owed[index] / 3_600_000)
                }
                before = next
            }
            #expect(owed[0] > 0)
            #expect(
                (owed[1] > 0) == (number == 0),
                "the roof with panels exports by day, the other never")
        }
    }

    @Test func `the phases add up to the sums, and one of import and export is zero`() throws {
        var meter = try Self.meter()
        for hour in 0..<24 {
            let telegram = meter.telegram(at: Self.later(Int64(hour) * 3_600_000))
            func milli(_ name: String) throws -> Int {
                try #require(telegram[name].flatMap { Int($0.filter { $0 != "." }) })
            }
            let phases = try (1...3).reduce(0) {
                try $0 + milli("power_import_l\($1)_kw") - milli("power_export_l\($1)_kw")
            }
            #expect(try phases == milli("power_import_kw") - milli("power_export_kw"))
            #expect(try milli("power_import_kw") == 0 || milli("power_export_kw") == 0)
            #expect(try milli("power_net_kw") == phases)
        }
    }

    @Test func `W21 the hour that comes twice is told apart by its flag`() {
        let end = CentralEuropeanTime.endOfSummer(inYearOf: TestStreet.start)
        #expect(end.description == "2026-10-25T01:00:00Z")
        #expect(CentralEuropeanTime.stamp(UTCTime(seconds: end.seconds - 1)) == "261025025959S")
        #expect(CentralEuropeanTime.stamp(end) == "261025020000W")
        #expect(CentralEuropeanTime.stamp(UTCTime(seconds: 1_774_745_999)) == "260329015959W")
        #expect(CentralEuropeanTime.stamp(UTCTime(seconds: 1_774_746_000)) == "260329030000S")
    }

    @Test func `W17 a counter at FFFFFFFF sends once more and then never again`() throws {
        var meter = try Self.meter()
        meter.skipCounters(.max)
        #expect(try meter.frame(at: TestStreet.start).frameCounter == .max)
        #expect(throws: SimulationError.counterExhausted) {
            _ = try meter.frame(at: TestStreet.start)
        }
    }

    @Test func `a telegram says nothing of its readings that is not in its text`() throws {
        var meter = try Self.meter()
        let telegram = meter.telegram(at: TestStreet.start, message: "hello")
        #expect(telegram["message"] == "hello")
        #expect(
            String(decoding: telegram.text, as: UTF8.self).contains("0-0:96.13.0(68656C6C6F)\r\n"))
        #expect(telegram["gas_time"] == "2026-03-11T09:00:00Z")
        #expect(telegram["current_limit_export_a"] == "-63")
        #expect(Set(telegram.readings.map(\.name)).count == telegram.readings.count)
    }
}
