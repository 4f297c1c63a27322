// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Logging
import NIOPosix
import Readings
import Series
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

extension ServerTests {
    /// The port that the server wants.
    @Suite struct PortTests {
        @Test
        func `H13 web_port_busy: without its port the server waits, and takes it when it is free`()
            async throws
        {
            let folder = try TemporaryFolder()
            defer { withExtendedLifetime(folder) {} }
            let store = try await TestedStore(folder.path)
            let said = Mutex<[String]>([])
            let conditions = Mutex<[WebCondition]>([])
            let (ports, onBound) = AsyncStream<Int>.makeStream()
            try await TestedServer.run { first in
                var settings = WebSettings(port: first.port)
                settings.bindAgainAfter = .milliseconds(20)
                let (waits, hasWaited) = AsyncStream<Void>.makeStream()
                let second = WebServer(
                    settings, live: LiveModel(), source: HouseSource(), reader: store.reader,
                    group: MultiThreadedEventLoopGroup.singleton,
                    logger: Logger(label: "test") { _ in
                        MessageHandler { message in
                            said.withLock { $0.append(message) }
                            hasWaited.yield()
                        }
                    },
                    onBound: { onBound.yield($0) },
                    onCondition: { condition in conditions.withLock { $0.append(condition) } })
                let group = ServiceGroup(
                    configuration: .init(
                        services: [second],
                        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
                let task = Task { try await group.run() }
                var iterator = waits.makeAsyncIterator()
                _ = await iterator.next()
                #expect(said.withLock { $0.first?.hasPrefix("web_port_busy") } == true)
                Task {
                    var bound = ports.makeAsyncIterator()
                    #expect(await bound.next() == first.port)
                    await group.triggerGracefulShutdown()
                }
                Self.second.withLock { $0 = task }
            }
            try await Self.second.withLock { $0 }?.value
            let told = conditions.withLock { $0 }
            #expect(told.map(\.code) == [.starting, .portBusy, .ok])
            #expect(told.map(\.state) == ["offline", "offline", "online"])
            #expect(
                told.dropFirst().first?.hint.hasPrefix("Another program has 127.0.0.1:") == true)
            #expect(told.last?.hint == "")
            await store.log.stop()
        }

        private static let second = Mutex<Task<Void, any Error>?>(nil)
    }
}

/// Hands each message of a log on.
private struct MessageHandler: LogHandler {
    let take: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(take: @escaping @Sendable (String) -> Void) { self.take = take }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { take("\(event.message)") }
}
