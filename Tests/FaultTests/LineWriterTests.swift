// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import Logging
import TestSupport
import Testing

@testable import Gateway

/// The log's lines, and who reads them.
@Suite struct LineWriterTests {
    private let pipe: BlockedLog

    init() throws { pipe = try BlockedLog() }

    @Test func `a log that nobody reads holds up nobody, and keeps what it was told`() async throws
    {
        let logger = pipe.logger
        let isThrough = Journal<Void>()
        BackgroundThread.start {
            logger.info("one")
            logger.warning("two", metadata: ["id": "flat-1"])
            isThrough.append(())
        }
        #expect(await isThrough.wait { !$0.isEmpty })
        pipe.open()
        #expect(await pipe.lines.wait { $0.count == 2 })
        #expect(pipe.lines.entries.messages == ["one", "two"])
        #expect(pipe.lines.entries[1].contains(" warning test: id=flat-1 [FaultTests] two"))
    }

    @Test func `a log that is not read for long loses the newest lines, and says how many`()
        async throws
    {
        let logger = pipe.logger
        for number in 0..<LineWriter.limit + 3 { logger.info("line \(number)") }
        pipe.open()
        #expect(await pipe.lines.wait { $0.count == LineWriter.limit })
        #expect(pipe.lines.entries.messages.last == "line \(LineWriter.limit - 1)")
        // There is room again once the last line is off.
        pipe.writer.flush(within: .seconds(10))
        logger.info("again")
        logger.info("and again")
        #expect(await pipe.lines.wait { $0.count == LineWriter.limit + 2 })
        #expect(pipe.lines.entries.messages.suffix(2) == ["again (lost_lines=3)", "and again"])
    }

    @Test func `a log that somebody made one that does not wait is waited for`() async throws {
        _ = fcntl(pipe.descriptor, F_SETFL, O_NONBLOCK)
        for number in 0..<3 { pipe.logger.info("line \(number)") }
        pipe.open()
        #expect(await pipe.lines.wait { $0.messages == ["line 0", "line 1", "line 2"] })
    }

    @Test func `lines that a full disk does not take are counted`() async throws {
        let descriptor = unsafe Glibc.open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let writer = LineWriter(to: descriptor)
        for number in 0..<3 { writer.write("line \(number)\n") }
        await BackgroundThread.result { writer.flush(within: .seconds(10)) }
        #expect(dup2(pipe.descriptor, descriptor) >= 0)
        pipe.open()
        writer.write("again\n")
        #expect(await pipe.lines.wait { $0 == ["again (lost_lines=3)"] })
    }

    @Test func `what is lost last is told at the end`() async throws {
        for number in 0..<LineWriter.limit + 3 { pipe.logger.info("line \(number)") }
        pipe.open()
        let writer = pipe.writer
        await BackgroundThread.result { writer.finish(within: .seconds(10)) }
        #expect(await pipe.lines.wait { $0.last == " (lost_lines=3)" })
        #expect(pipe.lines.entries.count == LineWriter.limit + 1)
    }

    @Test func `at the end the log is waited for, but not for ever`() async throws {
        let writer = pipe.writer
        pipe.logger.info("the last")
        let began = ContinuousClock.now
        let took = await BackgroundThread.result {
            writer.flush(within: .milliseconds(250))
            return ContinuousClock.now - began
        }
        #expect(took >= .milliseconds(250))
        if Sanitizer.isOff { #expect(took < .seconds(1)) }
        pipe.open()
        await BackgroundThread.result { writer.flush(within: .seconds(10)) }
        #expect(await pipe.lines.wait { $0.messages == ["the last"] })
    }

    @Test func `a gateway whose log nobody reads takes every telegram, and ends in time`()
        async throws
    {
        let house = try await House.one(every: "100ms")
        // At this level each read of a port is a line, so more are lost than the log keeps.
        let gateway = try house.startGateway(loggingTo: pipe.descriptor)
        #expect(await house.hears("flat-1", 20))
        try await house.silence(["flat-1"])
        let sent = house.sent("flat-1")
        let first = house.telegrams("flat-1").first?["frame_counter"]?.integer ?? 0
        let read = sent.filter { ($0["frame_counter"]?.integer ?? 0) >= first }
        #expect(await house.hears("flat-1", read.count))
        Account.expectEqual(house.telegrams("flat-1"), read, "flat-1")
        let asked = ContinuousClock.now
        #expect(await house.stop(gateway) == 0)
        #expect(ContinuousClock.now - asked < .seconds(5))
    }

    @Test func `what a gateway logs last is written before it ends`() async throws {
        let house = try await House.one(every: "300ms")
        pipe.open()
        let gateway = try house.startGateway(loggingTo: pipe.descriptor)
        #expect(await pipe.lines.wait { $0.contains { $0.contains("Ready") } })
        #expect(await house.stop(gateway) == 0)
        #expect(await pipe.lines.wait { $0.contains { $0.contains("Told to end") } })
        #expect(await pipe.lines.wait { $0.contains { $0.contains("Closing the port") } })
    }
}
