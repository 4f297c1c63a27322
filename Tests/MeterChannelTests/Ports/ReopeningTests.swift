// SPDX-License-Identifier: Apache-2.0
import Serial
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A port that one channel lets go and another one takes at once, as at a reload.
@Suite struct ReopeningTests {
    private let port: PseudoTerminal
    private let meter: VirtualMeter

    init() throws {
        port = try PseudoTerminal()
        meter = try VirtualMeter.sample()
    }

    /// Whether a channel ever found its port in use.
    private func isBusy(_ channel: RunningChannel) -> Bool {
        channel.events.entries.contains {
            guard case .status(let status) = $0 else { return false }
            return status.link.port == .busy || status.lastError?.code == "port_busy"
        }
    }

    @Test func `a silent port that is opened again and again is never found in use`() async throws {
        var timing = LinkStateMachine.Timing()
        (timing.toggle, timing.toggleLength) = (.milliseconds(1), .milliseconds(1))
        (timing.reopen, timing.repeatReopen) = (.milliseconds(2), .milliseconds(2))
        let channel = try RunningChannel(meter, LinkSettings(port.address()), timing: timing)
        #expect(await channel.tells(within: .seconds(30)) { $0.link.reconnects >= 200 })
        await channel.shutDown()
        #expect(!isBusy(channel))
        #expect(OpenFiles.count(of: port.path) == 0)
    }

    @Test func `a channel that ended holds its port no longer, 200 times in a row`() async throws {
        for round in 0..<200 {
            let channel = try RunningChannel(meter, LinkSettings(port.address()))
            #expect(await channel.isOpen())
            await channel.shutDown()
            #expect(!isBusy(channel), "round \(round)")
        }
    }

    @Test func `a channel that ended while it opened its port holds it no longer`() async throws {
        for round in 0..<200 {
            // Told of, so it runs; its port is being opened on another thread.
            let ended = try RunningChannel(meter, LinkSettings(port.address()))
            #expect(await ended.tells { $0.condition.code == .starting })
            await ended.shutDown()
            #expect(OpenFiles.count(of: port.path) == 0, "round \(round)")
            let next = try RunningChannel(meter, LinkSettings(port.address()))
            #expect(await next.isOpen())
            #expect(!isBusy(ended) && !isBusy(next), "round \(round)")
            await next.shutDown()
        }
    }
}
