// SPDX-License-Identifier: Apache-2.0
import Locking
import Serial
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A channel tells what its port's driver counts.
@Suite struct LineErrorTests {
    private let port: PseudoTerminal
    private let meter: VirtualMeter

    init() throws {
        port = try PseudoTerminal()
        meter = try VirtualMeter.sample()
    }

    @Test func `S9 spoiled and lost bytes are told, and the port is read all the same`()
        async throws
    {
        let driver = FakeDriver()
        driver.counts.withLock { $0?.framing = 1_000 }
        let channel = try RunningChannel(
            meter, LinkSettings(port.address()),
            lineErrors: driver.watch(every: .milliseconds(20)))
        #expect(await channel.tells { $0.link.lineErrors == LineErrors() })
        driver.counts.withLock {
            $0?.framing += 2
            $0?.bufferOverrun += 3
        }
        #expect(
            await channel.tells(within: .seconds(15)) {
                $0.link.lineErrors?.framing == 2 && $0.link.lineErrors?.overruns == 3
            })
        var sender = meter
        let frame = try sender.frames(1)[0]
        #expect(try port.write(frame) == frame.count)
        #expect(await channel.hears(1))
        try await channel.stop()
    }

    @Test func `S9 a pseudo-terminal counts nothing, and nothing is told`() async throws {
        let channel = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await channel.isOpen())
        try await channel.stop()
        let told = channel.events.entries.contains {
            if case .status(let status) = $0 { status.link.lineErrors != nil } else { false }
        }
        #expect(!told)
    }
}
