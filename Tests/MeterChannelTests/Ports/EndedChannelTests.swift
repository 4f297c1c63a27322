// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FrameCrypto
import Logging
import NIOCore
import NIOPosix
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A channel that is ended before it ran, or while something in it hangs.
@Suite struct EndedChannelTests {
    private let folder: TemporaryFolder
    private let port: PseudoTerminal
    private let events = Journal<PortEvent>()

    private struct Listener: UpdateConsumer {
        let events: Journal<PortEvent>
        func receive(_ event: PortEvent) { events.append(event) }
    }

    init() throws {
        folder = try TemporaryFolder()
        port = try PseudoTerminal()
    }

    /// A channel that does not run yet.
    private func channel(_ link: LinkSettings) throws -> PortChannel<MeterContent> {
        let meter = try VirtualMeter.sample()
        let settings = MeterSettings(
            id: meter.id, port: link.address.text, key: try EncryptionKey(hex: meter.keyHex))
        let content = try #require(MeterContent(settings, claims: TitleClaims(), now: .now()))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        return PortChannel(
            id: meter.id, settings: link, content: content, consumers: [Listener(events: events)],
            lookout: PortLookout(eventLoop: eventLoop, logger: logger), eventLoop: eventLoop,
            logger: logger)
    }

    @Test func `P3 a channel that was ended before it ran says nothing, and opens nothing`()
        async throws
    {
        let channel = try channel(LinkSettings(port.address()))
        await channel.shutDown()
        try await channel.run()
        #expect(events.entries.isEmpty)
        #expect(await !channel.isWatching)
        #expect(OpenFiles.count(of: port.path) == 0)
    }

    @Test func `an opening and a recording that hang are waited for at the same time`()
        async throws
    {
        let channel = try channel(
            LinkSettings(port.address(), recordFile: folder.file("nowhere/meter.bin")))
        let recorder = try #require(await channel.recorder)
        // Its thread tells that it cannot write, and does not come back from that.
        let disk = DispatchSemaphore(value: 0)
        let hangs = Journal<Void>()
        recorder.onChange {
            hangs.append(())
            disk.wait()
        }
        recorder.append([1])
        #expect(await hangs.wait { !$0.isEmpty })
        let driver = await channel.beginsOpening()
        let began = ContinuousClock.now
        await channel.shutDown()
        let took = ContinuousClock.now - began
        #expect(took >= .milliseconds(990), "both are given their second")
        if Sanitizer.isOff { #expect(took < .milliseconds(1_800)) }
        disk.signal()
        driver.succeed()
    }
}

extension PortChannel {
    /// Whether the directory of the port is watched.
    fileprivate var isWatching: Bool { awaited != nil }

    /// An opening that ends when it is told to.
    fileprivate func beginsOpening() -> EventLoopPromise<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        opening = promise
        return promise
    }
}
