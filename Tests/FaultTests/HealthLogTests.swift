// SPDX-License-Identifier: Apache-2.0
import Logging
import MeterChannel
import Readings
import TestSupport
import Testing

@testable import Gateway

/// What the log is told of meters in trouble.
@Suite struct HealthLogTests {
    private static func status(_ id: MeterID, _ code: HealthCode) -> PortEvent {
        .status(
            ChannelStatus(
                id: id, port: "/dev/ttyUSB0",
                condition: Condition(code == .ok ? .online : .offline, code),
                since: UTCTime(seconds: 1_700_000_000)))
    }

    @Test func `a meter that is switched off is not well again`() async throws {
        let flat = try #require(MeterID("flat-1"))
        let pipe = try BlockedLog()
        pipe.open()
        let log = HealthLog(logger: pipe.logger)
        log.receive(Self.status(flat, .portLost))
        log.receive(
            .status(
                ChannelStatus(
                    id: flat, port: "/dev/ttyUSB0", condition: .disabled,
                    since: UTCTime(seconds: 1_700_000_000))))
        log.receive(Self.status(flat, .silent))
        #expect(await pipe.lines.wait { $0.count == 2 })
        #expect(pipe.lines.entries.messages == ["port_lost", "silent"])
    }

    @Test func `P3 what was told of a meter that is gone is forgotten`() async throws {
        let flat = try #require(MeterID("flat-1"))
        let pipe = try BlockedLog()
        pipe.open()
        let log = HealthLog(logger: pipe.logger)
        log.receive(Self.status(flat, .portLost))
        log.forget(flat)
        // Another meter of this name begins, and is not "well again".
        log.receive(Self.status(flat, .ok))
        log.receive(Self.status(flat, .silent))
        #expect(await pipe.lines.wait { $0.count == 2 })
        #expect(pipe.lines.entries.messages == ["port_lost", "silent"])
    }
}
