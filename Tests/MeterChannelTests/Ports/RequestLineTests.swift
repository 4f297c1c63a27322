// SPDX-License-Identifier: Apache-2.0
import Glibc
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// The data-request line of a channel on a pseudo-terminal.
@Suite struct RequestLineTests {
    private let port: PseudoTerminal
    private var meter: VirtualMeter

    init() throws {
        port = try PseudoTerminal()
        meter = try VirtualMeter.sample()
    }

    @Test func `G7 the request is raised when the port is open, and given back at the stop`()
        async throws
    {
        let line = RecordedLine()
        let channel = try RunningChannel(meter, LinkSettings(port.address(), requestLine: line))
        #expect(await channel.tells { $0.link.port == .open && $0.link.request == .asserted })
        #expect(line.steps.entries == [.drive(true)])
        try await channel.stop()
        #expect(line.steps.entries.last == .close)
        #expect(line.steps.entries.filter { $0 == .close }.count == 1)
    }

    @Test func `a line is not touched while the port is missing`() async throws {
        let line = RecordedLine()
        let folder = try TemporaryFolder()
        let channel = try RunningChannel(
            meter, LinkSettings(port.address(folder.file("meter")), requestLine: line))
        #expect(
            await channel.tells {
                $0.condition.code == .portMissing && $0.link.request == .released
            })
        #expect(line.steps.entries == [])
        try await channel.stop()
    }

    @Test func `S2 the request falls with the port and rises with it again`() async throws {
        let folder = try TemporaryFolder()
        let link = folder.file("meter")
        let line = RecordedLine()
        try port.link(at: link)
        let channel = try RunningChannel(meter, LinkSettings(port.address(link), requestLine: line))
        #expect(await channel.tells { $0.link.request == .asserted })
        unsafe unlink(link)
        port.hangUp()
        #expect(
            await channel.tells(within: .milliseconds(1_500)) {
                $0.link.port == .lost && $0.link.request == .released
            })
        #expect(line.steps.entries == [.drive(true), .drive(false)])
        let second = try PseudoTerminal()
        try second.link(at: link)
        #expect(await channel.isOpen(reconnects: 1))
        #expect(await line.steps.wait { $0 == [.drive(true), .drive(false), .drive(true)] })
        try await channel.stop()
    }

    @Test func `S2 a line that went with the adapter of its port comes back with it`() async throws
    {
        let folder = try TemporaryFolder()
        let link = folder.file("meter")
        let line = RecordedLine()
        try port.link(at: link)
        let channel = try RunningChannel(meter, LinkSettings(port.address(link), requestLine: line))
        #expect(await channel.tells { $0.link.request == .asserted })
        line.fail(LinkStatus.RequestError(request: .missing, code: .gpioMissing, hint: "gone"))
        unsafe unlink(link)
        port.hangUp()
        #expect(await channel.tells { $0.link.port == .lost && $0.link.request == .missing })
        line.fail(nil)
        let second = try PseudoTerminal()
        try second.link(at: link)
        // It would be tried again after half a minute.
        #expect(await line.steps.wait(within: .seconds(6)) { $0 == [.drive(true), .drive(true)] })
        try await channel.stop()
    }

    @Test func `S2 that a port is lost is told when its request has fallen`() async throws {
        let line = RecordedLine()
        let channel = try RunningChannel(meter, LinkSettings(port.address(), requestLine: line))
        #expect(await channel.tells { $0.link.request == .asserted })
        port.hangUp()
        #expect(await channel.tells { $0.link.port == .lost })
        let lost = channel.events.entries.lazy.compactMap { event -> LinkStatus? in
            guard case .status(let status) = event, status.link.port == .lost else { return nil }
            return status.link
        }.first
        #expect(lost?.request == .released)
        try await channel.stop()
    }

    @Test(arguments: [
        (LinkStatus.Request.missing, HealthCode.gpioMissing), (.busy, .gpioBusy),
        (.denied, .gpioDenied),
    ])
    mutating func `G1 G2 G3 without its line a meter is degraded, and read all the same`(
        request: LinkStatus.Request, code: HealthCode
    ) async throws {
        let line = RecordedLine(
            fault: LinkStatus.RequestError(request: request, code: code, hint: "what to do"))
        let channel = try RunningChannel(meter, LinkSettings(port.address(), requestLine: line))
        #expect(await channel.isOpen())
        for frame in try meter.frames(3) { #expect(try port.write(frame) == frame.count) }
        #expect(await channel.hears(3))
        #expect(
            await channel.tells {
                $0.condition == Condition(.degraded, code, hint: "what to do")
                    && $0.link.request == request
                    && $0.isAvailable
            })
        try await channel.stop()
    }

    @Test mutating func `W30 a dropped request stays low until its time is over or bytes come`()
        async throws
    {
        var timing = LinkStateMachine.Timing()
        timing.toggle = .milliseconds(50)
        timing.toggleLength = .seconds(3_600)
        let line = RecordedLine()
        let channel = try RunningChannel(
            meter, LinkSettings(port.address(), requestLine: line), timing: timing)
        #expect(await channel.tells { $0.link.port == .open && $0.link.request == .released })
        // Asked on the channel's own thread: what dropped the line has run to its end.
        #expect(try #require(await channel.linkDeadline()) > Moment.now().after(.seconds(3_000)))
        #expect(line.steps.entries == [.drive(true), .drive(false)])
        let frame = try meter.frames(1)[0]
        #expect(try port.write(frame) == frame.count)
        #expect(await channel.hears(1))
        #expect(line.steps.entries.prefix(3) == [.drive(true), .drive(false), .drive(true)])
        try await channel.stop()
    }

    @Test func `without a line the request is none`() async throws {
        let channel = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await channel.tells { $0.link.port == .open && $0.link.request == .none })
        try await channel.stop()
    }
}
