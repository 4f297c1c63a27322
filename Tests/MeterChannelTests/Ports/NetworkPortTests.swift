// SPDX-License-Identifier: Apache-2.0
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A channel that reads a serial-to-network adapter.
@Suite struct NetworkPortTests {
    private var meter: VirtualMeter
    private let adapter: NetworkAdapter

    init() throws {
        meter = try VirtualMeter.sample()
        adapter = try NetworkAdapter()
    }

    private func run(timing: LinkStateMachine.Timing = LinkStateMachine.Timing()) throws
        -> RunningChannel
    {
        try RunningChannel(
            meter,
            LinkSettings(.tcp(host: "127.0.0.1", port: Int(adapter.port)), gap: .milliseconds(250)),
            timing: timing)
    }

    @Test mutating func `frames are read from a network port`() async throws {
        let channel = try run()
        let connection = try #require(await adapter.connection(0))
        for frame in try meter.frames(3) { connection.write(frame) }
        #expect(await channel.hears(3))
        try await channel.stop()
        await adapter.close()
    }

    @Test mutating func `S18 a closed connection is port_lost, and made again within 2 s`()
        async throws
    {
        let channel = try run()
        let first = try #require(await adapter.connection(0))
        let frames = try meter.frames(2)
        first.write(frames[0])
        #expect(await channel.hears(1))
        let closed = ContinuousClock.now
        first.shutDown()
        #expect(await channel.tells { $0.condition.code == .portLost })
        let second = try #require(await adapter.connection(1))
        let took = ContinuousClock.now - closed
        if Sanitizer.isOff { #expect(took < .seconds(2)) }
        second.write(frames[1])
        #expect(await channel.hears(2))
        #expect(await channel.isOpen(reconnects: 1))
        try await channel.stop()
        await adapter.close()
    }

    @Test func `S18 a connection that falls silent is made anew`() async throws {
        var timing = LinkStateMachine.Timing()
        timing.toggle = .milliseconds(50)
        timing.toggleLength = .milliseconds(10)
        timing.reopen = .milliseconds(100)
        let channel = try run(timing: timing)
        _ = try #require(await adapter.connection(0))
        #expect(await adapter.connection(1) != nil, "the first one may be half-open for ever")
        try await channel.stop()
        await adapter.close()
    }

    @Test func `S18 an address where nobody listens is port_missing, in plain words`() async throws
    {
        await adapter.close()
        let channel = try run()
        let hint =
            "tcp://127.0.0.1:\(adapter.port) refuses the connection: nobody listens on that port. "
            + "Check the adapter's settings; it is tried again."
        #expect(
            await channel.tells {
                $0.condition == Condition(.offline, .portMissing, hint: hint)
                    && $0.link.port == .missing
            })
        try await channel.stop()
    }

    @Test func `S18 a host that does not exist is port_missing, in plain words`() async throws {
        await adapter.close()
        let channel = try RunningChannel(meter, LinkSettings(.tcp(host: "no host", port: 1)))
        let hint =
            "There is no host 'no host': check the name in the configuration, or write the adapter's "
            + "address. It is tried again."
        #expect(
            await channel.tells { $0.condition == Condition(.offline, .portMissing, hint: hint) })
        try await channel.stop()
    }

    @Test func `S13 of a network port that stays silent its adapter is to be switched off and on`()
        async throws
    {
        var timing = LinkStateMachine.Timing()
        (timing.toggle, timing.toggleLength) = (.milliseconds(5), .milliseconds(5))
        (timing.reopen, timing.repeatReopen) = (.milliseconds(20), .milliseconds(20))
        timing.replug = .milliseconds(100)
        let channel = try run(timing: timing)
        #expect(
            await channel.tells {
                $0.link.needsReplug && $0.link.replugHint.hasSuffix("network adapter off and on.")
            })
        try await channel.stop()
        await adapter.close()
    }

    @Test func `S18 a host that does not answer is starting until it is given up, not stuck`()
        async throws
    {
        await adapter.close()
        let host = try SilentHost()
        let channel = try RunningChannel(meter, host.settings)
        #expect(await channel.tells { $0.condition.code == .starting })
        #expect(await channel.linkDeadline() == nil, "the next that happens is its answer")
        host.close()
        await channel.shutDown()
    }

    @Test func `P3 the end does not wait for a host that does not answer`() async throws {
        await adapter.close()
        let host = try SilentHost()
        let channel = try RunningChannel(meter, host.settings)
        #expect(await channel.tells { $0.condition.code == .starting })
        let began = ContinuousClock.now
        await channel.shutDown()
        if Sanitizer.isOff { #expect(ContinuousClock.now - began < .milliseconds(900)) }
        #expect(!channel.events.entries.contains { $0.isOpen || $0.isRefused })
        host.close()
    }
}

extension PortEvent {
    /// Whether it tells of an open port.
    fileprivate var isOpen: Bool {
        if case .status(let status) = self { status.link.port == .open } else { false }
    }

    /// Whether it tells of a port that could not be opened.
    fileprivate var isRefused: Bool {
        if case .status(let status) = self { status.link.portFault != nil } else { false }
    }
}
