// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import Simulation
import Testing

@testable import MeterChannel

/// The calendar's clock steps while a port is read; only what is told of it has another date.
@Suite struct WallClockTests: MeterBench {
    var meter: VirtualMeter
    var bench: ContentBench<MeterContent>

    init() throws {
        meter = try Self.sample()
        bench = try Self.bench(meter)
    }

    /// Treats two contents alike second by second, one of them with a clock that steps by so many
    /// hours after 20 s and back after 60 s, and expects the same deadlines, and news at the same
    /// seconds.
    private static func expectAlike<Content: PortContent>(
        _ plain: inout ContentBench<Content>, _ stepping: inout ContentBench<Content>, hours: Int64,
        _ says: (Int) throws -> [UInt8]?
    ) throws {
        plain.link()
        stepping.link()
        for second in 0..<300 {
            stepping.wallStep = (20..<60).contains(second) ? hours * 3_600 : 0
            if let bytes = try says(second) {
                plain.hear(bytes)
                stepping.hear(bytes)
            }
            for _ in 0..<4 {
                plain.pass(.milliseconds(250))
                stepping.pass(.milliseconds(250))
                #expect(stepping.content.deadline == plain.content.deadline, "second \(second)")
                #expect(stepping.content.wantsRequest == plain.content.wantsRequest)
            }
            #expect(stepping.codes == plain.codes, "second \(second)")
            #expect(stepping.statuses.count == plain.statuses.count)
            #expect(stepping.updates.count == plain.updates.count)
            #expect(stepping.samples.count == plain.samples.count)
            #expect(stepping.happenings.map(\.kind) == plain.happenings.map(\.kind))
        }
    }

    @Test(arguments: [5, -5, 8_766, -8_766] as [Int64])
    mutating func `P12 a wall clock that steps by hours moves no deadline of a meter`(hours: Int64)
        throws
    {
        var other = try Self.bench(meter)
        try Self.expectAlike(&bench, &other, hours: hours) { [start = Self.start] second in
            // Silent from 40 s to 150 s, across the second step.
            guard second < 40 || second > 150 else { return nil }
            return try meter.frame(at: UTCTime(seconds: start.seconds + Int64(second))).bytes
        }
        #expect(bench.updates.count == 189)
        #expect(bench.codes == [.starting, .ok, .silent, .ok])
        let stepped = other.updates[30].received.seconds - bench.updates[30].received.seconds
        #expect(stepped == hours * 3_600, "the date that is told is the clock's")
    }

    @Test(
        arguments: [5, -5] as [Int64],
        [.eachLine, .every(.seconds(10)), .poll(.seconds(60))] as [SensorSettings.Timing])
    func `P12 a wall clock that steps by hours moves no deadline of a sensor`(
        hours: Int64, timing: SensorSettings.Timing
    ) throws {
        var plain = try SensorContentTests.bench(timing)
        var stepping = try SensorContentTests.bench(timing)
        try Self.expectAlike(&plain, &stepping, hours: hours) { second in
            second < 40 || second > 150 ? Array("R123\r".utf8) : nil
        }
        #expect(plain.samples.count > 2)
    }
}
