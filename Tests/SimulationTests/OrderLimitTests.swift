// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

@testable import Simulation

/// How far an order can go depends on the meter it is for.
struct OrderLimitTests {
    private static func station() throws -> MeterStation {
        let id = try #require(MeterID("flat-1"))
        return MeterStation(
            meter: try VirtualMeter(id: id, seed: 1, start: TestStreet.start), seed: 1)
    }

    private static func order(_ line: String, _ station: inout MeterStation) throws {
        try station.perform(try StreetCommand(line), at: TestStreet.start)
    }

    @Test
    func `W16 W17 a jump beyond 32 bits is refused with what is left, and one up to there is not`()
        throws
    {
        var station = try Self.station()
        let counter = try #require(station.meter.nextCounter)
        let most = UInt32.max - counter
        let error = SimulationError.counterOutOfReach(command: "jump", id: "flat-1", most: most)
        #expect(throws: error) { try Self.order("jump flat-1 4294967295", &station) }
        #expect(throws: error) { try Self.order("jump flat-1 \(most + 1)", &station) }
        #expect(
            error.description
                == "jump can move the counter of flat-1 by \(most) at most; it has 32 bits")
        #expect(station.meter.nextCounter == counter)
        try Self.order("jump flat-1 \(most)", &station)
        #expect(station.meter.nextCounter == .max)
        #expect(try station.next(at: TestStreet.start) != nil)
        #expect(throws: SimulationError.counterExhausted) {
            try Self.order("jump flat-1", &station)
        }
    }

    @Test func `W15 a counter goes back to 0 and no further`() throws {
        var station = try Self.station()
        let counter = try #require(station.meter.nextCounter)
        #expect(
            throws: SimulationError.counterOutOfReach(
                command: "regress", id: "flat-1", most: counter)
        ) {
            try Self.order("regress flat-1 \(counter + 1)", &station)
        }
        #expect(station.meter.nextCounter == counter)
        try Self.order("regress flat-1 \(counter)", &station)
        #expect(station.meter.nextCounter == 0)
    }

    @Test func `faults beyond what may wait are refused whole`() throws {
        var station = try Self.station()
        try Self.order("bad-tag flat-1 9999", &station)
        let error = SimulationError.tooManyFaults(id: "flat-1", waiting: 9_999)
        #expect(throws: error) { try Self.order("dst flat-1", &station) }
        #expect(
            error.description
                == "9999 faults wait for frames of flat-1 already; it takes 10000 at most")
        try Self.order("bad-crc flat-1", &station)
        #expect(throws: SimulationError.tooManyFaults(id: "flat-1", waiting: 10_000)) {
            try Self.order("bad-crc flat-1", &station)
        }
    }
}
