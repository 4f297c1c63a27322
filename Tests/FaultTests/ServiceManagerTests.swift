// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// What the service manager is told, and what it may order at once.
@Suite struct ServiceManagerTests {
    private static func start(_ house: House, _ manager: ServiceManagerSocket) throws
        -> ChildProcess
    {
        try ChildProcess([
            "env", "NOTIFY_SOCKET=\(manager.path)", Programs.gateway, "run", "--config",
            house.path("meters.yaml"),
        ])
    }

    @Test func `P3 the order to reload is one from the moment it says that it is ready`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        for _ in 0..<3 {
            let manager = try ServiceManagerSocket()
            let gateway = try Self.start(house, manager)
            #expect(await manager.messages.wait { $0.contains { $0.contains("READY=1") } })
            gateway.send(SIGHUP)
            #expect(await manager.messages.wait { $0.contains { $0.contains("RELOADING=1") } })
            #expect(await manager.messages.wait { $0.count { $0.contains("READY=1") } == 2 })
            gateway.send(SIGTERM)
            #expect(await gateway.waitForEnd() == 0)
        }
    }

    @Test func `P6 a healthy gateway with little to do is fed all the time`() async throws {
        let house = try await House.one(every: "200ms")
        let manager = try ServiceManagerSocket()
        let gateway = try ChildProcess([
            "env", "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=2000000", Programs.gateway,
            "run",
            "--config", house.path("meters.yaml"),
        ])
        // Ten times the half of a period, each with a chance of one in four to be missed before.
        #expect(
            await manager.messages.wait(within: .seconds(30)) {
                $0.count { $0.contains("WATCHDOG=1") } >= 20
            })
        #expect(!gateway.lines.entries.contains { $0.contains("A part hangs") })
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
    }

    @Test func `after a restart health tells the account of the log before a meter speaks`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        let first = try await house.startGateway()
        #expect(await house.hears("flat-1", 5))
        try await house.silence(["flat-1"])
        #expect(await house.stop(first) == 0)
        let told = house.payloads("meters/flat-1/health").count
        let second = try await house.startGateway()
        #expect(
            await house.tells("meters/flat-1/health") { health in
                (health["stored"]?.integer ?? 0) >= 5 && health["frame_counter"]?.integer != nil
                    && health["last_telegram"]?.written == nil
            })
        #expect(house.payloads("meters/flat-1/health").count > told)
        #expect(await house.stop(second) == 0)
    }

    @Test func `C2 the status is how many meters are online, and a mistake as long as it stands`()
        async throws
    {
        let house = try await House.one(every: "200ms")
        let manager = try ServiceManagerSocket()
        let gateway = try Self.start(house, manager)
        #expect(await manager.messages.wait { $0.contains { $0.contains("READY=1") } })
        #expect(manager.messages.entries.first?.contains("STATUS=0/1 meters, ") == true)
        #expect(await manager.messages.wait { $0.contains("STATUS=1/1 meters, MQTT up") })
        let original = house.text("meters.yaml")
        let mistake =
            "STATUS=1/1 meters, MQTT up; the configuration has a mistake, the old one stays"
        try house.write(original + "metres: []\n", to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(await manager.messages.wait { $0.contains(mistake) })
        try await house.order("unplug flat-1")
        #expect(
            await manager.messages.wait {
                $0.last { $0.hasPrefix("STATUS=") }?.hasPrefix("STATUS=0/1 meters, MQTT up; ")
                    == true
            })
        try house.write(original, to: "meters.yaml")
        gateway.send(SIGHUP)
        #expect(
            await manager.messages.wait {
                $0.last { $0.hasPrefix("STATUS=") } == "STATUS=0/1 meters, MQTT up"
            })
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
    }

    @Test func `P10 a meter whose state comes and goes does not fill the log`() async throws {
        let house = try await House.one(every: "200ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 3))
        // Trouble and its end are two changes; twelve are told.
        for round in 1...7 {
            try await house.order("clear flat-1 on")
            #expect(await Self.hears("plaintext_refused", times: round, house))
            try await house.order("clear flat-1 off")
            #expect(await Self.hears("ok", times: round + 1, house))
        }
        #expect(await house.stop(gateway) == 0)
        let lines = gateway.lines.entries.filter { !$0.contains(" debug ") }
        let told = lines.count { $0.contains("plaintext_refused") || $0.contains("Well again") }
        #expect(told == 12)
        #expect(lines.count { $0.contains("Changes all the time") } == 1)
        let end = try #require(lines.first { $0.contains("Well again") })
        #expect(end.contains("was=plaintext_refused") && end.contains("refused="), "\(end)")
    }

    /// Whether the meter's health comes to a code for the given time, counted by how often it changed to it.
    private static func hears(_ code: String, times: Int, _ house: House) async -> Bool {
        await house.subscriber.messages.wait { messages in
            let codes = messages.compactMap(Self.code)
            let changes = zip([nil] + codes, codes).count { $0 != $1 && $1 == code }
            return changes == times && codes.last == code
        }
    }

    private static func code(_ message: ReceivedMessage) -> String? {
        guard message.topic == "meters/flat-1/health" else { return nil }
        return JSONValue(message.text)?["code"]?.written
    }
}
