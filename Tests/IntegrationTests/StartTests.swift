// SPDX-License-Identifier: Apache-2.0
import Foundation
import Simulation
import TestSupport
import Testing

/// How fast the gateway starts, and how little it does when nothing happens.
///
/// The figures that count are those of a release build: name its folder in METER_PROGRAMS.
@Suite struct StartTests {
    private static let isRelease = Programs.folder.contains("release")

    @Test func `P12 the first frame is published soon after the start`() async throws {
        let plot = await Plot.free(alone: true)
        defer { withExtendedLifetime(plot) {} }
        var delays: [Duration] = []
        for _ in 0..<5 { delays.append(try await startUp()) }
        delays.sort()
        print("P12: from the start of the process to the first frame published: \(delays)")
        if Sanitizer.isOff {
            #expect(delays[2] <= (Self.isRelease ? .milliseconds(50) : .seconds(1)))
        }
    }

    /// From the start of a gateway to the first telegram, which waits for the port to be opened.
    private func startUp() async throws -> Duration {
        let broker = try await Broker.started()
        let adapter = try LoopbackSocket.listening()
        let frame = try await RecordedMeter()
        BackgroundThread.start { adapter.accepted()?.write(frame.bytes) }
        let folder = try TemporaryFolder()
        let key = try folder.write(frame.key + "\n", to: "key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        let configuration = try folder.write(
            """
            version: 1
            gateway: {state_dir: .}
            mqtt: {url: "mqtt://127.0.0.1:\(broker.port)"}
            meters:
              - {id: flat-1, port: "tcp://127.0.0.1:\(try adapter.port())", key_file: key}

            """, to: "meters.yaml")
        let subscriber = try await MQTTSubscriber.subscribed(
            to: "meters/flat-1/telegram", port: broker.subscriberPort)
        let started = ContinuousClock.now
        let gateway = try ChildProcess([Programs.gateway, "run", "--config", configuration])
        #expect(await subscriber.messages.wait { !$0.isEmpty })
        let delay = ContinuousClock.now - started
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
        adapter.close()
        return delay
    }

    @Test(.enabled(if: Sanitizer.isOff, "\(Sanitizer.reason)"))
    func `P13 a gateway whose meters are silent hardly ever wakes up`() async throws {
        let house = try await House()
        let gateway = try await house.startGateway()
        // Of the second and third telegram the next health tells, ten seconds after the first one.
        for id in (1...5).map({ "flat-\($0)" }) { #expect(await house.hears(id, 3)) }
        try await house.silence((1...5).map { "flat-\($0)" } + ["rainwater"])
        // What is still on its way arrives, and the last counters are told.
        for id in (1...5).map({ "flat-\($0)" }) {
            let sent = house.sent(id).count
            #expect(await house.hears(id, sent))
            #expect(
                await house.tells("meters/\(id)/health", within: .seconds(20)) {
                    $0["telegrams"]?.integer == sent
                }, "\(id)")
        }
        let samples = house.ledger("rainwater", kind: "sample").count
        #expect(
            await house.tells("meters/rainwater/health", within: .seconds(20)) {
                $0["samples"]?.integer == samples
            })
        let before = Activity(of: gateway.pid)
        let begun = ContinuousClock.now
        let topics = house.subscriber.messages.entries.count
        #expect(
            await house.subscriber.messages.wait(within: .seconds(10)) {
                $0.dropFirst(topics).contains { $0.topic.hasSuffix("/telegram") }
            } == false)
        let seconds = Double((ContinuousClock.now - begun) / .seconds(1))
        let after = Activity(of: gateway.pid)
        let wakeups = Double(after.wakeups(since: before)) / seconds
        let processor = Double(after.nanoseconds(since: before)) / seconds / 1e7
        print(
            "P13: idle \(wakeups) wakeups/s, \(processor) % of a processor; by thread: \(after.difference(to: before))"
        )
        #expect(wakeups <= (Self.isRelease ? 1 : 3))
        #expect(processor <= (Self.isRelease ? 0.02 : 0.2))
        #expect(await house.stop(gateway) == 0)
    }
}
