// SPDX-License-Identifier: Apache-2.0
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A port that is there while its driver sleeps; an hour takes 100 ms here.
@Suite struct ReplugTests {
    private let port: PseudoTerminal
    private var meter: VirtualMeter
    private let channel: RunningChannel

    init() throws {
        port = try PseudoTerminal()
        meter = try VirtualMeter.sample()
        var timing = LinkStateMachine.Timing()
        (timing.toggle, timing.toggleLength) = (.milliseconds(5), .milliseconds(5))
        (timing.reopen, timing.repeatReopen) = (.milliseconds(20), .milliseconds(20))
        timing.replug = .milliseconds(100)
        channel = try RunningChannel(meter, LinkSettings(port.address()), timing: timing)
    }

    /// Waits until so many events asked for the plug.
    private func asks(_ count: Int) async -> Bool {
        await channel.events.wait(within: .seconds(6)) { ReplugTests.asked($0) >= count }
    }

    private static func asked(_ events: [PortEvent]) -> Int {
        events.count {
            if case .event(let event) = $0 { event.kind == .needsReplug } else { false }
        }
    }

    @Test mutating func `S13 the hour is longer where what was learnt of the meter says so`()
        async throws
    {
        #expect(await channel.longestSilence() == nil)
        // Written until an interval is known: what comes while the port is closed is lost, and what is
        // read at once has none.
        for frame in try meter.frames(200) where await channel.longestSilence() == nil {
            let before = channel.counters.count
            #expect(try port.write(frame) == frame.count)
            _ = await channel.hears(before + 1, within: .milliseconds(50))
        }
        #expect(await channel.longestSilence() == Duration.seconds(35).nanoseconds)
        // The hour of this test was a tenth of a second; what was learnt is more.
        let asked = Self.asked(channel.events.entries)
        let reconnects = channel.reconnects
        #expect(await channel.tells { $0.link.reconnects >= reconnects + 25 })
        #expect(Self.asked(channel.events.entries) == asked)
        try await channel.stop()
    }

    @Test mutating func `S13 needs_replug is told once a silence, and again after data came`()
        async throws
    {
        #expect(await asks(1))
        #expect(await channel.tells { $0.link.needsReplug && $0.link.port == .open })
        // Many hours more, as the port is opened anew in each.
        let reconnects = channel.reconnects
        #expect(await channel.tells { $0.link.reconnects >= reconnects + 25 })
        #expect(Self.asked(channel.events.entries) == 1)

        // Written until it is read: what comes while the port is closed is lost.
        for frame in try meter.frames(200) {
            #expect(try port.write(frame) == frame.count)
            if await channel.hears(1, within: .milliseconds(50)) { break }
        }
        #expect(channel.counters.count > 0)
        #expect(await asks(2))
        try await channel.stop()
    }
}
