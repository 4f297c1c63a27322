// SPDX-License-Identifier: Apache-2.0
import Locking
import NIOPosix
import Serial
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// What happens on one port is not felt on another.
@Suite struct IsolationTests {
    @Test func `Goal G11 short: garbage on one port delays no frame on another`() async throws {
        // Both on one thread, so that nothing but fair work can help.
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        var meter = try VirtualMeter.sample(0)
        let good = try PseudoTerminal()
        let bad = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(good.address()), eventLoop: eventLoop)
        let victim = try RunningChannel(
            VirtualMeter.sample(1), LinkSettings(bad.address()), eventLoop: eventLoop)
        #expect(await channel.isOpen())
        #expect(await victim.isOpen())

        // As fast as the kernel takes it, which is many times what a line carries.
        let isOver = Mutex(false)
        let written = Mutex(0)
        let feederEnded = Journal<Void>()
        BackgroundThread.start {
            var random = SeededGenerator(seed: 3)
            while !isOver.withLock({ $0 }) {
                let count = (try? bad.write(random.bytes(1_000))) ?? 0
                written.withLock { $0 += count }
            }
            feederEnded.append(())
        }
        let delays = try await Self.delays(of: 100, &meter, good, channel)
        isOver.withLock { $0 = true }
        _ = await feederEnded.wait { !$0.isEmpty }
        print(
            "G11: of 100 frames p50 \(delays[49]), p99 \(delays[98]) beside \(written.withLock { $0 }) bytes of garbage"
        )
        if Sanitizer.isOff {
            #expect(delays[98] <= .milliseconds(200))
        }
        #expect(channel.counters.count == 100)
        try await channel.stop()
        try await victim.stop()
    }

    @Test func `Goal G11 short: a port that cannot be opened delays no frame on another`()
        async throws
    {
        var meter = try VirtualMeter.sample(0)
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let port = try PseudoTerminal()
        let absent = try (1...5).map {
            try RunningChannel(
                VirtualMeter.sample($0),
                LinkSettings(.device(SerialSettings(path: "/nowhere/port-\($0)"))),
                eventLoop: eventLoop)
        }
        let channel = try RunningChannel(meter, LinkSettings(port.address()), eventLoop: eventLoop)
        #expect(await channel.isOpen())
        let delays = try await Self.delays(of: 100, &meter, port, channel)
        print(
            "G11: of 100 frames p50 \(delays[49]), p99 \(delays[98]) beside five ports that are not there"
        )
        if Sanitizer.isOff {
            #expect(delays[98] <= .milliseconds(200))
        }
        for channel in absent {
            #expect(await channel.tells { $0.condition.code == .portMissing })
            try await channel.stop()
        }
        try await channel.stop()
    }

    /// The times from the write of each frame to its telegram at a consumer, sorted.
    private static func delays(
        of count: Int, _ meter: inout VirtualMeter, _ port: PseudoTerminal,
        _ channel: RunningChannel
    ) async throws -> [Duration] {
        var sent: [ContinuousClock.Instant] = []
        for number in 1...count {
            let frame = try meter.frames(1)[0]
            sent.append(.now)
            #expect(try port.write(frame) == frame.count)
            #expect(await channel.hears(number))
        }
        return zip(channel.arrivals.entries, sent).map { $0 - $1 }.sorted()
    }
}
