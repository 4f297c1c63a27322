// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import NIOCore
import NIOPosix
import Readings
import Serial
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A channel on real pseudo-terminals.
@Suite struct PortChannelTests {
    private let clock = ContinuousClock()
    private let folder: TemporaryFolder
    private var meter: VirtualMeter

    init() throws {
        folder = try TemporaryFolder()
        meter = try VirtualMeter.sample()
    }

    /// Expects that no more time has passed; a figure of time, so without a sanitizer only.
    private func expect(
        since begin: ContinuousClock.Instant, below limit: Duration,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let took = clock.now - begin
        if Sanitizer.isOff { #expect(took < limit, sourceLocation: place) }
    }

    @Test(arguments: [1, 7, 62, 1_000, 4_096])
    mutating func `W9 S14 frames are read however they are cut`(piece: Int) async throws {
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await channel.isOpen())
        let first = try #require(meter.nextCounter)
        let frames = try meter.frames(4)
        var rest = frames.flatMap { $0 }[...]
        while !rest.isEmpty {
            #expect(try port.write(rest.prefix(piece)) == min(piece, rest.count))
            rest = rest.dropFirst(piece)
        }
        #expect(await channel.hears(4))
        #expect(channel.counters == (0..<4).map { first + $0 })
        try await channel.stop()
    }

    @Test
    mutating func `S2 S3 an unplugged port is lost within 1 s, and open within 2 s of its return`()
        async throws
    {
        let link = folder.file("meter")
        let first = try PseudoTerminal()
        try first.link(at: link)
        let channel = try RunningChannel(meter, LinkSettings(first.address(link)))
        #expect(await channel.isOpen())
        let frames = try meter.frames(3)
        // Half a frame is on the line when the plug is pulled.
        #expect(try first.write(frames[0] + frames[1].prefix(200)) > 0)
        #expect(await channel.hears(1))

        unsafe unlink(link)
        let unplugged = clock.now
        first.hangUp()
        #expect(
            await channel.tells { $0.condition.code == .portLost && $0.condition.state == .offline }
        )
        expect(since: unplugged, below: .seconds(1))

        let second = try PseudoTerminal()
        #expect(second.path != link)
        try second.link(at: link)
        let replugged = clock.now
        #expect(await channel.isOpen(reconnects: 1))
        expect(since: replugged, below: .seconds(2))
        #expect(try second.write(frames[2]) == frames[2].count)
        #expect(await channel.hears(2), "the next frame whole is the next telegram")
        try await channel.stop()
    }

    @Test func `Goal G9 short: after each of twenty replugs the next frame is read within 2 s`()
        async throws
    {
        var plan = StreetPlan(directory: folder.file("street"))
        (plan.meters, plan.sensors, plan.interval) = (1, 0, 20)
        plan.start = UTCTime(seconds: 1_773_220_500)
        let street = try StreetThread(plan)
        let start = try #require(plan.start)
        let meter = try VirtualMeter(id: #require(MeterID("flat-1")), seed: plan.seed, start: start)
        let channel = try RunningChannel(
            meter, LinkSettings(.device(SerialSettings(path: "\(street.directory)/flat-1"))))
        #expect(await channel.hears(1))
        var slowest = Duration.zero
        for _ in 0..<20 {
            #expect(try street.command("unplug flat-1").hasPrefix("ok"))
            #expect(try street.command("replug flat-1").hasPrefix("ok"))
            let replugged = clock.now
            let last = channel.counters.count
            #expect(await channel.hears(last + 1))
            slowest = max(slowest, clock.now - replugged)
        }
        print("G9: slowest of 20 replugs read after \(slowest)")
        if Sanitizer.isOff { #expect(slowest < .seconds(2)) }
        try await channel.stop()
        street.stop()
        try street.join()
    }

    @Test
    mutating func `S1 a port that is missing at the start is told, and opened when it appears`()
        async throws
    {
        let link = folder.file("meter")
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address(link)))
        #expect(
            await channel.tells { $0.condition.code == .portMissing && $0.link.port == .missing })
        try port.link(at: link)
        let appeared = clock.now
        #expect(await channel.isOpen())
        expect(since: appeared, below: .seconds(2))
        let frame = try meter.frames(1)[0]
        #expect(try port.write(frame) == frame.count)
        #expect(await channel.hears(1))
        try await channel.stop()
    }

    @Test mutating func `S1 a port in a folder that is missing too is opened when both appear`()
        async throws
    {
        let place = folder.file("by-id")
        let link = "\(place)/meter"
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address(link)))
        #expect(await channel.tells { $0.condition.code == .portMissing })
        #expect(unsafe mkdir(place, 0o755) == 0)
        try port.link(at: link)
        let appeared = clock.now
        #expect(await channel.isOpen())
        expect(since: appeared, below: .seconds(2))
        try await channel.stop()
        unsafe unlink(link)
        unsafe rmdir(place)
    }

    @Test mutating func `S6 a port that another process holds is busy, and opened once it is free`()
        async throws
    {
        let port = try PseudoTerminal()
        let holder = try ChildProcess([
            "sh", "-c", "exec 9<\"$0\" && flock --nonblock 9 && echo held && exec sleep 600",
            port.path,
        ])
        #expect(await holder.lines.wait { $0.contains("held") })
        let channel = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await channel.tells { $0.condition.code == .portBusy && $0.link.port == .busy })
        holder.send(SIGKILL)
        _ = await holder.waitForEnd()
        #expect(await channel.isOpen())
        try await channel.stop()
    }

    @Test mutating func `a second reader of the port is refused while it is read`() async throws {
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await channel.isOpen())
        let second = try RunningChannel(meter, LinkSettings(port.address()))
        #expect(await second.tells { $0.condition.code == .portBusy })
        try await channel.stop()
        #expect(await second.isOpen(), "free again as soon as the first one has stopped")
        try await second.stop()
    }

    @Test mutating func `P1 the stop releases the port, and a new channel has it at once`()
        async throws
    {
        let port = try PseudoTerminal()
        for _ in 0..<3 {
            let channel = try RunningChannel(meter, LinkSettings(port.address()))
            #expect(await channel.isOpen())
            #expect(OpenFiles.count(of: port.path) > 0)
            let stopped = clock.now
            try await channel.stop()
            expect(since: stopped, below: .seconds(1))
            #expect(OpenFiles.count(of: port.path) == 0)
        }
    }

    @Test mutating func `W19 a meter that goes on under another name loses no telegram`()
        async throws
    {
        let port = try PseudoTerminal()
        let claims = TitleClaims()
        let frames = try meter.frames(2)
        for (frame, name) in zip(frames, ["flat-1", "flat-9"]) {
            let id: MeterID = try #require(MeterID(name))
            let channel = try RunningChannel(
                meter, LinkSettings(port.address()), id: id, claims: claims)
            #expect(await channel.isOpen())
            #expect(try port.write(frame) == frame.count)
            #expect(await channel.hears(1), "as \(name)")
            try await channel.stop()
        }
    }

    @Test mutating func `the recording holds every byte as it came`() async throws {
        let file = folder.file("meter.bin")
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address(), recordFile: file))
        #expect(await channel.isOpen())
        let noise = (0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let frames = try meter.frames(2)
        let sent = noise + frames[0] + [0x00, 0xFF, 0xDB] + frames[1]
        #expect(try port.write(sent) == sent.count)
        #expect(await channel.hears(2))
        try await channel.stop()
        #expect(OpenFiles.contents(file) == sent)
        var status = stat()
        #expect(unsafe stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600, "it tells when somebody is at home")
    }

    @Test mutating func `S17 a thread that is held up for longer than the gap loses no frame`()
        async throws
    {
        let port = try PseudoTerminal()
        let isHeld = Journal<Void>()
        let release = DispatchSemaphore(value: 0)
        let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // The thread stands still once the first half of each frame is read.
        let channel = try RunningChannel(
            meter, LinkSettings(port.address(), gap: .milliseconds(50)), eventLoop: eventLoop.next()
        ) { step in
            guard step == "read 700 bytes" else { return }
            isHeld.append(())
            release.wait()
        }
        #expect(await channel.isOpen())
        // A neighbour of the same gap, whose frames stay halves, tells when the gap is over.
        let isOver = Journal<Void>()
        let other = try PseudoTerminal()
        var second = try VirtualMeter.sample(1)
        let neighbour = try RunningChannel(
            second, LinkSettings(other.address(), gap: .milliseconds(50))
        ) { if $0.hasPrefix("discarded 700 bytes") { isOver.append(()) } }
        #expect(await neighbour.isOpen())
        for (number, frame) in try meter.frames(5).enumerated() {
            #expect(try port.write(frame.prefix(700)) == 700)
            #expect(await isHeld.wait { $0.count == number + 1 })
            #expect(try port.write(frame.dropFirst(700)) == frame.count - 700)
            #expect(try other.write(second.frames(1)[0].prefix(700)) == 700)
            #expect(await isOver.wait { $0.count == number + 1 })
            release.signal()
            #expect(await channel.hears(number + 1))
        }
        try await neighbour.stop()
        try await channel.stop()
        try await eventLoop.shutdownGracefully()
    }

    @Test mutating func `W30 a silent port has its request toggled and is opened anew`()
        async throws
    {
        var timing = LinkStateMachine.Timing()
        timing.toggle = .milliseconds(100)
        timing.toggleLength = .milliseconds(50)
        timing.reopen = .milliseconds(300)
        let line = RecordedLine()
        let port = try PseudoTerminal()
        let channel = try RunningChannel(
            meter, LinkSettings(port.address(), requestLine: line), timing: timing)
        #expect(await channel.isOpen())
        #expect(
            await line.steps.wait { $0.starts(with: [.drive(true), .drive(false), .drive(true)]) })
        #expect(await channel.isOpen(reconnects: 1))
        let frame = try meter.frames(1)[0]
        #expect(try port.write(frame) == frame.count)
        #expect(await channel.hears(1))
        try await channel.stop()
    }
}
