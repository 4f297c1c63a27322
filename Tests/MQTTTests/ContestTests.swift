// SPDX-License-Identifier: Apache-2.0
import MQTT
import TestSupport
import Testing

/// A broker that dies is not a rival for our session, and a rival is not a broker that dies.
@Suite struct ContestTests {
    /// Short pauses at first, but the field's minute after a takeover.
    private static func configuration(_ port: UInt16, _ version: MQTTVersion) -> MQTTConfiguration {
        var configuration = MQTTConfiguration.local(port)
        configuration.version = version
        configuration.reconnect = MQTTReconnect(first: .milliseconds(200))
        return configuration
    }

    @Test(arguments: [MQTTVersion.v5, .v311])
    func `M2 M12 a broker killed ten times within seconds of connecting is no rival`(
        version: MQTTVersion
    ) async throws {
        let broker = try await Broker.started()
        let tested = TestedClient(Self.configuration(broker.port, version))
        var longest = Duration.zero
        for kill in 1...10 {
            try #require(await tested.waitForConnection(kill))
            await broker.killAndWait()
            try #require(
                await tested.events.wait { $0.count { $0.connectionFault != nil } >= kill })
            try await broker.start()
            let isBack = ContinuousClock.now
            try #require(await tested.waitForConnection(kill + 1), "after kill \(kill)")
            longest = max(longest, ContinuousClock.now - isBack)
        }
        print("M2: connected again at most \(longest) after the broker was back")
        if Sanitizer.isOff { #expect(longest < .seconds(2)) }
        let faults = Set(tested.events.entries.compactMap(\.connectionFault))
        #expect(!faults.contains(.sessionTaken))
        #expect(!faults.contains(.droppedByBroker))
        await tested.client.stop(within: .seconds(2))
    }

    @Test(arguments: [MQTTVersion.v5, .v311])
    func `M12 a second client of our name is found out with either version`(version: MQTTVersion)
        async throws
    {
        let broker = try await Broker.started()
        let configuration = Self.configuration(broker.port, version)
        let first = TestedClient(configuration)
        #expect(await first.waitForConnection())
        let second = TestedClient(configuration)
        // Whoever gives way first leaves the session to the other.
        #expect(await first.waitForFault { $0 == .sessionTaken })
        await first.client.stop(within: .seconds(2))
        await second.client.stop(within: .seconds(2))
    }
}
