// SPDX-License-Identifier: Apache-2.0
import Dispatch
import TestSupport
import Testing

@testable import MQTT

/// Name servers that hang or have nothing to say.
@Suite struct NameTests {
    /// A name server that answers once, and then as it is told.
    private final class NameServer: Sendable {
        let questions = Journal<String>()
        private let release = DispatchSemaphore(value: 0)
        private let hangs: Bool

        init(hangs: Bool) { self.hangs = hangs }

        func lookUp(_ name: String) -> [String] {
            questions.append(name)
            if questions.entries.count == 1 { return ["127.0.0.1"] }
            if hangs { release.wait() }
            return []
        }

        func end() { release.signal() }
    }

    private static func configuration(
        _ port: UInt16, _ lookUp: @escaping @Sendable (String) -> [String]
    ) -> MQTTConfiguration {
        var configuration = MQTTConfiguration.local(port)
        configuration.host = "broker.test"
        configuration.lookUp = lookUp
        return configuration
    }

    /// Hangs up on the message `end`.
    private static func broker() throws -> ScriptedBroker {
        try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1: ScriptedBroker.accepted
            case 3 where packet.body.last == 0: .hangUp
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
    }

    @Test(arguments: [false, true])
    func `M13 with name servers that say nothing, or hang, the broker is reached where it was`(
        hangs: Bool
    ) async throws {
        let broker = try Self.broker()
        let server = NameServer(hangs: hangs)
        let tested = TestedClient(Self.configuration(broker.port, server.lookUp))
        #expect(await tested.waitForConnection())
        tested.client.publishBestEffort(OutboundMessage(topic: "t", payload: [0]))
        #expect(await tested.waitForConnection(2))
        #expect(server.questions.entries == ["broker.test", "broker.test"])
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        #expect(await tested.waitForTokens(1))
        await tested.client.stop(within: .seconds(2))
        server.end()
    }

    @Test(arguments: [false, true])
    func `M13 P6 a name server that hangs stops neither the loop nor its end`(usesTLS: Bool)
        async throws
    {
        let release = DispatchSemaphore(value: 0)
        let asked = Journal<String>()
        var configuration = Self.configuration(1_883) { name in
            asked.append(name)
            release.wait()
            return []
        }
        configuration.tls = usesTLS ? MQTTTLS() : nil
        let tested = TestedClient(configuration)
        #expect(await asked.wait { $0 == ["broker.test"] })
        for _ in 0..<5 {
            let before = tested.client.beat()
            let deadline = ContinuousClock.now + .seconds(5)
            while tested.client.beat() == before, ContinuousClock.now < deadline {
                await Task.yield()
            }
            #expect(tested.client.beat() > before)
        }
        let began = ContinuousClock.now
        await tested.client.stop(within: .seconds(10))
        #expect(ContinuousClock.now - began < .seconds(5))
        release.signal()
    }

    @Test func `M13 a name that has no address and never had one is reported`() async throws {
        let tested = TestedClient(Self.configuration(1_883) { _ in [] })
        #expect(await tested.waitForFault { $0 == .nameNotResolved(host: "broker.test") })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M13 the broker is found at the second of its addresses`() async throws {
        let broker = try Self.broker()
        // Nothing can be reached at the first one.
        let tested = TestedClient(
            Self.configuration(broker.port) { _ in ["255.255.255.255", "127.0.0.1"] })
        #expect(await tested.waitForConnection())
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `addresses are told from names`() {
        #expect(HostName.isAddress("192.0.2.1"))
        #expect(HostName.isAddress("::1"))
        #expect(HostName.isAddress("fe80::1%eth0"))
        #expect(!HostName.isAddress("localhost"))
        #expect(!HostName.isAddress("1.example"))
        #expect(HostName.addresses(of: "localhost").contains("127.0.0.1"))
        #expect(HostName.addresses(of: "no such host") == [])
    }
}
