// SPDX-License-Identifier: Apache-2.0
import Locking
import MeterChannel
import Readings
import Testing

@testable import Gateway

/// How many are online, of how many.
@Suite struct SummaryTests {
    private static func online(_ id: MeterID, isSensor: Bool = false) -> ChannelStatus {
        var status = ChannelStatus(
            id: id, port: "/dev/ttyUSB0", condition: Condition(.online, .ok),
            since: UTCTime(seconds: 1_700_000_000))
        status.isAvailable = true
        if isSensor {
            status.sensor = ChannelStatus.Sensor()
        } else {
            status.meter = ChannelStatus.Meter()
        }
        return status
    }

    @Test func `P3 what a channel says while a reload ends it does not count it as online again`()
        throws
    {
        let kept = try #require(MeterID("flat-1"))
        let gone = try #require(MeterID("flat-2"))
        let well = try #require(MeterID("well"))
        let summary = GatewaySummary(started: Moment.now())
        summary.configure(meters: [kept, gone], sensors: [well])
        #expect(summary.take(Self.online(kept)))
        #expect(summary.take(Self.online(gone)))
        #expect(summary.take(Self.online(well, isSensor: true)))
        #expect(summary.metersOnline == (2, 2))
        summary.configure(meters: [kept], sensors: [])
        // The channels are told to end after that, and speak until then.
        #expect(!summary.take(Self.online(gone)))
        #expect(!summary.take(Self.online(well, isSensor: true)))
        #expect(summary.metersOnline == (1, 1))
        #expect(summary.state.withLock { $0.online.sensors } == 0)
    }

    @Test func `P3 an id that becomes a meter is not counted for the sensor that it was`() throws {
        let id = try #require(MeterID("flat-1"))
        let summary = GatewaySummary(started: Moment.now())
        summary.configure(meters: [], sensors: [id])
        #expect(summary.take(Self.online(id, isSensor: true)))
        summary.configure(meters: [id], sensors: [])
        #expect(!summary.take(Self.online(id, isSensor: true)))
        #expect(summary.metersOnline == (0, 1))
    }
}
