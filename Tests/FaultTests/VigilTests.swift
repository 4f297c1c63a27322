// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import MeterChannel
import NIOCore
import NIOPosix
import Readings
import Testing

@testable import Gateway

/// Who proves to be alive, and which telegrams waited.
@Suite struct VigilTests {
    @Test func `P6 a part that is late once is fed at the next look, one that stays is named once`()
    {
        var vigil = Vigil(parts: ["broker", "log"])
        #expect(vigil.look([0, 0]) == .allAlive(isNews: false))
        #expect(vigil.look([1, 0]) == .late)
        #expect(vigil.look([2, 1]) == .allAlive(isNews: false))
        #expect(vigil.look([3, 1]) == .late)
        #expect(vigil.look([4, 1]) == .hanging("log"))
        #expect(vigil.look([5, 1]) == .late)
        #expect(vigil.look([6, 2]) == .allAlive(isNews: true))
    }

    @Test func `P6 the threads of ports and page, the broker, the log and the outbox are watched`()
        async throws
    {
        let bench = try await OutboxBench()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 3)
        let loops = Array(group.makeIterator())
        func parts(page: (any EventLoop)?) -> [String] {
            Watchdog(
                ports: Array(loops[..<2]), page: page, client: bench.client, outbox: bench.outbox,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).parts
        }
        let ports = ["ports, thread 1", "ports, thread 2"]
        #expect(parts(page: loops[2]) == ports + ["page", "broker", "telegram log", "outbox"])
        #expect(parts(page: nil) == ports + ["broker", "telegram log", "outbox"])
        try await group.shutdownGracefully()
        try await bench.end()
    }

    @Test
    func `P6 an outbox gives a sign of life for each question, and none once it stands still`()
        async throws
    {
        let bench = try await OutboxBench()
        for _ in 0..<3 {
            let given = bench.outbox.beat()
            let end = ContinuousClock.now + .seconds(20)
            while bench.outbox.beat() == given, ContinuousClock.now < end { await Task.yield() }
            #expect(bench.outbox.beat() > given)
        }
        try await bench.end()
        let last = bench.outbox.beat()
        // Each is answered after what was asked before: one that lives would have answered by then.
        for _ in 0..<100 { _ = await bench.log.replayFloors() }
        #expect(bench.outbox.beat() == last)
    }

    @Test func `D13 a clock that is set back makes no telegram late that comes after`() {
        let second: Int64 = 1_000_000_000
        func moment(_ wall: Int64, _ uptime: Int64) -> Moment {
            Moment(uptime: uptime * second, wall: UTCTime(seconds: wall))
        }
        let lateness = Lateness(connected: 100 * second)
        func waited(_ received: Int64, _ now: Moment, isFromEarlierRun: Bool = false) -> Bool {
            lateness.waited(
                since: UTCTime(seconds: received), isFromEarlierRun: isFromEarlierRun, at: now)
        }
        #expect(!waited(9_003, moment(9_004, 104)))
        #expect(waited(9_003, moment(9_004, 104), isFromEarlierRun: true))
        // Before the connection, and too long.
        #expect(waited(8_999, moment(9_004, 104)))
        #expect(waited(9_010, moment(9_016, 116)))
        // An hour back: now it is 5,417, and what comes is as fresh as ever.
        #expect(!waited(5_416, moment(5_417, 117)))
    }
}
