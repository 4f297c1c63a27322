// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// What may befall the process as a whole.
@Suite struct ProcessTests {
    @Test func `P2 the order to end, given again and again, is one order`() async throws {
        let house = try await House.one(every: "200ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        let asked = ContinuousClock.now
        for signal in [SIGTERM, SIGTERM, SIGINT, SIGTERM] { gateway.send(signal) }
        #expect(await gateway.waitForEnd() == 0)
        #expect(ContinuousClock.now - asked < .seconds(5))
        #expect(await house.settles("meters/gateway/state", "offline"))
        let log = try await HouseLog(house, ["flat-1"])
        #expect(log.meters["flat-1"]?.stored.count ?? 0 >= 2)
    }

    @Test func `P2 a second order to end waits for no broker, and what was stored is committed`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        house.broker.freeze()
        let before = house.sent("flat-1").count
        let asked = ContinuousClock.now
        gateway.send(SIGTERM)
        // Its meters are let go of; what it waits for then is the broker.
        #expect(await gateway.lines.wait { $0.contains { $0.contains("Told to end") } })
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
        let took = ContinuousClock.now - asked
        print("P2: with a frozen broker and a second order ended after \(took)")
        if Sanitizer.isOff { #expect(took < .seconds(2)) }
        house.broker.thaw()
        #expect(await house.settles("meters/gateway/state", "offline"))
        let log = try await HouseLog(house, ["flat-1"])
        #expect(log.meters["flat-1"]?.stored.count ?? 0 >= before - 1)
        let again = try await house.startGateway()
        #expect(!again.lines.entries.contains { $0.contains("did not end cleanly") })
        #expect(await house.stop(again) == 0)
    }

    @Test func `P11 a gateway whose output nobody reads goes on`() async throws {
        let house = try await House.one(every: "200ms")
        // The reader of its log takes one line and leaves; every further line meets a broken pipe.
        let gateway = try ChildProcess([
            "bash", "-c",
            #"exec "$0" run --config "$1" --log-level debug > >(exec head -n 1) 2>&1"#,
            Programs.gateway, house.path("meters.yaml"),
        ])
        #expect(await house.hears("flat-1", 10))
        #expect(gateway.lines.entries.count == 1)
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
        #expect(await house.settles("meters/gateway/state", "offline"))
    }

    @Test func `P13 Goal G13 with everything missing it is ready within 3 s and ends within 5 s`()
        async throws
    {
        let house = try await House.one(every: "200ms") { $0.brokerRuns = false }
        try house.configure { text in
            text.replace("state_dir: state", with: "state_dir: /proc/none")
            text.replace("port: ", with: "port: /dev/none-of-ours # ")
        }
        let begun = ContinuousClock.now
        let gateway = try await house.startGateway()
        let ready = ContinuousClock.now - begun
        #expect(await gateway.lines.wait { $0.contains { $0.contains("port_missing") } })
        let asked = ContinuousClock.now
        #expect(await house.stop(gateway) == 0)
        let ended = ContinuousClock.now - asked
        print("G13: with everything missing ready after \(ready), ended after \(ended)")
        if Sanitizer.isOff {
            #expect(ready <= .seconds(3))
            #expect(ended <= .seconds(5))
        }
    }

    @Test func `P6 Goal G13 a disk that hangs starves the watchdog and holds up no end`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        // Whoever opens a pipe without a writer waits for one: so does the log, for its floors.
        try FileManager.default.createDirectory(
            atPath: house.path("state"), withIntermediateDirectories: true)
        let made = unsafe mkfifo(house.path("state/floors"), 0o600)
        #expect(made == 0)
        let manager = try ServiceManagerSocket()
        let begun = ContinuousClock.now
        let gateway = try ChildProcess([
            "env", "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=400000", Programs.gateway, "run",
            "--config", house.path("meters.yaml"), "--log-level", "debug",
        ])
        #expect(await manager.messages.wait { $0.contains { $0.contains("READY=1") } })
        if Sanitizer.isOff {
            #expect(ContinuousClock.now - begun <= .seconds(4))
        }
        #expect(await gateway.lines.wait { $0.contains { $0.contains("A part hangs") } })
        let fed = manager.messages.entries.count { $0.contains("WATCHDOG=1") }
        #expect(await gateway.lines.wait { $0.count { $0.contains("A part is late") } >= 8 })
        #expect(gateway.lines.entries.count { $0.contains("A part hangs") } == 1)
        #expect(gateway.lines.entries.contains { $0.contains("part=telegram log") })
        #expect(manager.messages.entries.count { $0.contains("WATCHDOG=1") } == fed)
        let asked = ContinuousClock.now
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
        print("G13: with a disk that hangs ended after \(ContinuousClock.now - asked)")
        if Sanitizer.isOff {
            #expect(ContinuousClock.now - asked <= .seconds(5))
        }
        #expect(manager.messages.entries.contains { $0.contains("STOPPING=1") })
    }

    @Test func `M7 a broker that denies our own health gets everything else`() async throws {
        let house = try await House.one(every: "200ms") { options in
            options.broker.accessRules = [
                "topic write meters/flat-1/#", "topic write meters/flat-1",
            ]
        }
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 5))
        #expect(await house.settles("meters/flat-1/availability", "online"))
        #expect(house.payloads("meters/gateway/health").isEmpty)
        #expect(
            await gateway.lines.wait {
                $0.contains { $0.contains("meters/gateway/health are held back") }
            })
        #expect(await house.stop(gateway) == 0)
    }

    @Test func `P5 P8 memory, threads and descriptors stay as they are over broken connections`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        try house.configure { $0.replace("mqtt:\n", with: "mqtt:\n  backlog_rate: 1000\n") }
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 10))
        var before: ProcessFigures?
        // Dispatch lets a worker go after some seconds without work, so not all are there at any moment.
        var threads = 0
        for round in 0..<10 {
            try await house.order("unplug flat-1")
            try await house.restartBroker(seenBy: gateway)
            try await house.order("replug flat-1")
            let count = house.telegrams("flat-1").count
            #expect(await house.hears("flat-1", count + 3, within: .seconds(40)))
            let now = ProcessFigures(of: gateway.pid)
            guard let first = before else {
                threads = max(threads, now.threads)
                if round == 2 { before = now }
                continue
            }
            #expect(now.descriptors <= first.descriptors, "round \(round)")
            #expect(now.threads <= threads + 2, "round \(round)")
            if Sanitizer.isOff {
                #expect(now.own <= first.own + 4_096, "round \(round)")
            }
        }
        #expect(await house.stop(gateway) == 0)
    }
}
