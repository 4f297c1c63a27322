// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging
import MeterChannel
import NIOCore
import NIOPosix
import Readings
import TestSupport
import Testing

@testable import Gateway

/// The live view's socket alone, in a folder of its own.
final class LiveBench: Sendable {
    let live: LiveSocket
    private let folder: TemporaryFolder
    private let eventLoop: any EventLoop
    private let running: Task<Void, any Error>

    /// Listens, though perhaps not yet when this returns.
    init() throws {
        folder = try TemporaryFolder()
        eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let live = LiveSocket(
            path: folder.file("live.sock"), eventLoop: eventLoop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.live = live
        running = Task { try await live.run() }
    }

    /// A status of a meter that has sent so many telegrams.
    func tell(_ id: MeterID, telegrams: UInt64) {
        var status = ChannelStatus(
            id: id, port: "/dev/ttyUSB0", condition: Condition(.online, .ok),
            since: UTCTime(seconds: 1_700_000_000))
        status.meter = ChannelStatus.Meter()
        status.meter?.counters.telegrams = telegrams
        live.receive(.status(status))
    }

    /// Waits until the socket's thread has done what it was told until now; blocks.
    func settle() { try? eventLoop.submit {}.wait() }

    /// The rows that a new viewer gets, until `isEnough`; blocks.
    func view(until isEnough: ([LiveRow]) -> Bool) -> [LiveRow] {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            // It may not listen yet, or have no room before it has seen the last viewer leave.
            guard var client = try? LiveClient(stateDirectory: folder.path, configuration: "")
            else { continue }
            var rows: [LiveRow] = []
            while ContinuousClock.now < end, let more = client.rows(waitMilliseconds: 1_000) {
                rows += more
                if isEnough(rows) { return rows }
            }
        }
        return []
    }

    /// Stops listening.
    func end() async {
        running.cancel()
        _ = await running.result
    }
}
