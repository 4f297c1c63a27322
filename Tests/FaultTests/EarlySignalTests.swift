// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// Orders that come before the gateway has begun.
@Suite struct EarlySignalTests {
    /// How long after the program is there, in milliseconds.
    static let delays: [UInt32] = [0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `P1 P3 an order in the first tenth of a second ends the gateway with 0, or is no news`(
        signal: Int32
    ) async throws {
        let house = try await House.one(every: "300ms")
        for delay in Self.delays {
            let gateway = try ChildProcess([
                Programs.gateway, "run", "--config", house.path("meters.yaml"),
            ])
            await hold(gateway, SIGTERM)
            usleep(delay * 1_000)
            gateway.send(signal)
            if signal == SIGHUP { gateway.send(SIGTERM) }
            #expect(await gateway.waitForEnd() == 0, "signal \(signal) after \(delay) ms")
        }
    }

    @Test func `commands that only ask end by a signal as any program does`() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        // Nobody writes into the pipe, so it would wait for ever.
        let asking = try ChildProcess([Programs.gateway, "decode", pipe])
        asking.send(SIGINT)
        #expect(await asking.waitForEnd() == 128 + SIGINT)
    }

    @Test func `watch ends with 0 by Ctrl-C, with what it knows`() async throws {
        let house = try await House.one(every: "300ms")
        let gateway = try await house.startGateway()
        let viewer = try ChildProcess([
            Programs.gateway, "watch", "--config", house.path("meters.yaml"),
        ])
        await hold(viewer, SIGINT)
        viewer.send(SIGINT)
        #expect(await viewer.waitForEnd() == 0)
        #expect(viewer.lines.entries.contains { $0.contains("flat-1") })
        #expect(await house.stop(gateway) == 0)
    }

    /// Waits until the program's first own instruction holds a signal back: what comes while the
    /// system's loader is at work, no program can help.
    private func hold(_ program: ChildProcess, _ signal: Int32) async {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, !ProcessFigures(of: program.pid).holds(signal) {
            await Task.yield()
        }
    }
}
