// SPDX-License-Identifier: Apache-2.0
import Dispatch
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

    @Test func `a log that nobody reads holds up no port`() async throws {
        let flat = try #require(MeterID("flat-1"))
        let pipe = BlockedLog()
        let log = HealthLog(logger: pipe.logger)
        let received = Journal<Void>()
        BackgroundThread.start {
            log.receive(Self.status(flat, .portLost))
            log.receive(Self.status(flat, .ok))
            received.append(())
        }
        #expect(await received.wait { !$0.isEmpty })
        pipe.open()
        #expect(await pipe.lines.wait { $0.count == 2 })
        #expect(pipe.lines.entries == ["port_lost", "Well again"])
    }

    @Test func `a log that is not read for long loses the newest lines, and says how many`()
        async throws
    {
        let pipe = BlockedLog()
        let writer = LineWriter(pipe.logger)
        for number in 0..<LineWriter.limit + 3 { writer.write(.info, "line \(number)", [:]) }
        pipe.open()
        #expect(await pipe.lines.wait { $0.count == LineWriter.limit })
        #expect(pipe.lines.entries.last == "line \(LineWriter.limit - 1)")
        // There is room again once the last line is off.
        while pipe.lines.entries.count == LineWriter.limit {
            writer.write(.info, "again", [:])
            await Task.yield()
        }
        let next = pipe.lines.entries[LineWriter.limit]
        #expect(next.hasPrefix("again "))
        #expect(next.hasSuffix(" lost"))
    }

    @Test func `a meter that is switched off is not well again`() async throws {
        let flat = try #require(MeterID("flat-1"))
        let pipe = BlockedLog()
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
        #expect(pipe.lines.entries == ["port_lost", "silent"])
    }

    @Test func `P3 what was told of a meter that is gone is forgotten`() async throws {
        let flat = try #require(MeterID("flat-1"))
        let pipe = BlockedLog()
        pipe.open()
        let log = HealthLog(logger: pipe.logger)
        log.receive(Self.status(flat, .portLost))
        log.forget(flat)
        // Another meter of this name begins, and is not "well again".
        log.receive(Self.status(flat, .ok))
        log.receive(Self.status(flat, .silent))
        #expect(await pipe.lines.wait { $0.count == 2 })
        #expect(pipe.lines.entries == ["port_lost", "silent"])
    }
}
