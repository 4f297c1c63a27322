// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings
import Testing
import Web

@testable import Gateway

/// How old the page's health record says something is.
@Suite struct HealthAgeTests {
    private static let start = UTCTime(seconds: 1_700_000_000)

    private static func status(_ change: (inout ChannelStatus) -> Void) throws -> ChannelStatus {
        var status = ChannelStatus(
            id: try #require(MeterID("flat-1")), port: "/dev/ttyUSB0",
            condition: Condition(.online, .ok),
            since: start)
        change(&status)
        return status
    }

    private static func record(_ status: ChannelStatus, heard: UTCTime?) -> String {
        let now = UTCTime(seconds: start.seconds + 12)
        return String(decoding: ChannelHealth(status).record(now, heard), as: UTF8.self)
    }

    @Test func `a telegram that came after the last status is the age of the meter`() throws {
        let status = try Self.status { status in
            status.meter = ChannelStatus.Meter()
            status.meter?.lastTelegram = Self.start
        }
        #expect(Self.record(status, heard: nil).contains(#""age_s":12,"#))
        let heard = UTCTime(seconds: Self.start.seconds + 11)
        let record = Self.record(status, heard: heard)
        #expect(record.contains(#""last_telegram":"2023-11-14T22:13:31Z","age_s":1,"#))
        // A status that is newer than what the page knows stays as it is.
        let old = UTCTime(seconds: Self.start.seconds - 60)
        #expect(Self.record(status, heard: old).contains(#""age_s":12,"#))
    }

    @Test func `S9 what the line spoiled is told where the driver counts it, and absent elsewhere`()
        throws
    {
        let silent = try Self.status { $0.meter = ChannelStatus.Meter() }
        #expect(!Self.record(silent, heard: nil).contains("framing_errors"))
        let counted = try Self.status { status in
            status.sensor = ChannelStatus.Sensor()
            var errors = LineErrors()
            (errors.framing, errors.overruns) = (12, 3)
            status.link.lineErrors = errors
        }
        #expect(
            Self.record(counted, heard: nil).contains(
                #""reconnects":0,"framing_errors":12,"overruns":3,"port":"#))
        #expect(ChannelHealth(counted).counters.framingErrors == 12)
        #expect(ChannelHealth(counted).counters.overruns == 3)
    }

    @Test func `a sample that came after the last status is the age of the sensor`() throws {
        let status = try Self.status { status in
            status.sensor = ChannelStatus.Sensor()
            status.sensor?.lastSample = Self.start
        }
        let heard = UTCTime(seconds: Self.start.seconds + 9)
        #expect(Self.record(status, heard: heard).contains(#""age_s":3,"#))
    }
}
