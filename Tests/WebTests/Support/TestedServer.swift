// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Logging
import NIOPosix
import Readings
import Series
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

/// The real server on a free port of this machine, with a live model and a store that tests fill.
struct TestedServer: Sendable {
    let port: Int
    let live: LiveModel
    let source: HouseSource
    let store: TestedStore

    /// Runs a server for the time of `body`.
    static func run(
        _ settings: WebSettings = WebSettings(), zone: String = "Europe/Luxembourg",
        change: (inout WebLimits) -> Void = { _ in },
        _ body: (TestedServer) async throws -> Void
    ) async throws {
        var settings = settings
        if settings.port == 8_480 { settings.port = 0 }
        // Other tests may have the processor: only those that are about time set one.
        settings.limits.headTime = .seconds(60)
        settings.limits.bodyTime = .seconds(60)
        settings.limits.questionTime = .seconds(60)
        settings.limits.refusalTime = .seconds(60)
        change(&settings.limits)
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try await TestedStore(folder.path, zone: zone)
        let live = LiveModel()
        let source = HouseSource()
        let (ports, onBound) = AsyncStream<Int>.makeStream()
        let server = WebServer(
            settings, live: live, source: source, reader: store.reader,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onBound: { onBound.yield($0) })
        let group = ServiceGroup(
            configuration: .init(
                services: [server],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(TestedServer(port: port, live: live, source: source, store: store))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await store.log.stop()
    }

    /// Asks once, on a connection of its own.
    func get(
        _ path: String, from source: String = "127.0.0.1", _ headers: [String] = [],
        method: String = "GET", host: String = "localhost"
    ) async throws -> HTTPAnswer {
        let client = try RawClient(port: port, from: source)
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
        if !host.isEmpty { lines.append("Host: \(host)") }
        client.send((lines + headers + ["", ""]).joined(separator: "\r\n"))
        return try #require(await client.answer(hasBody: method != "HEAD"))
    }

    /// Opens a live stream and reads its first event.
    func stream(from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) async throws
        -> RawClient
    {
        let client = try RawClient(port: port, from: source, receiveBuffer: receiveBuffer)
        client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let begin = await client.text(until: "event: overview\n")
        #expect(begin.contains("200 OK"))
        return client
    }
}
