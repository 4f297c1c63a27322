// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

@testable import MQTT

/// Ports on which nobody listens, or where somebody hangs up at once.
@Suite struct ClosedPortTests {
    /// Half of what a broker may take to answer: whoever waits that out has not noticed.
    private static let soon = MQTTConfiguration.local(1).connackDeadline / 2
    /// A busy wait makes thousands in this time; a handshake's steps are a dozen.
    private static let few: UInt64 = 30

    private static let refused = MQTTFault.unreachable(errno: ECONNREFUSED)

    /// A client of a port, with TLS by an authority of its own or without.
    private static func configuration(
        _ configuration: MQTTConfiguration, _ certificates: Certificates?
    ) async throws -> MQTTConfiguration {
        guard let certificates else { return configuration }
        var secured = configuration
        secured.tls = MQTTTLS(caFile: try await certificates.makeAuthority("trusted"))
        return secured
    }

    @Test(arguments: [true, false])
    func `M1 a port on which nobody listens is unreachable at once, and costs no work`(
        usesTLS: Bool
    ) async throws {
        let certificates = usesTLS ? try Certificates() : nil
        let configuration = try await Self.configuration(
            .patient(try LoopbackPort.free()), certificates)
        let began = ContinuousClock.now
        let tested = TestedClient(configuration)
        #expect(await tested.events.wait { !$0.isEmpty })
        #expect(ContinuousClock.now - began < Self.soon)
        #expect(tested.events.entries == [.disconnected(Self.refused)])
        #expect(tested.client.wakeups <= Self.few)
        await tested.client.stop(within: .seconds(2))
        // Its folder goes with it.
        withExtendedLifetime(certificates) {}
    }

    @Test func `M1 a broker with TLS that comes up later is reached with the next attempt`()
        async throws
    {
        let certificates = try Certificates()
        let broker = try Broker()
        let configuration = try await Self.configuration(.local(broker.port), certificates)
        try await certificates.make("broker", for: "IP:127.0.0.1", by: "trusted")
        var options = BrokerOptions()
        options.tls = certificates.listener("broker", authority: "trusted")
        let tested = TestedClient(configuration)
        #expect(await tested.events.wait { $0.count >= 3 })
        #expect(Set(tested.events.entries) == [.disconnected(Self.refused)])
        try await broker.start(options)
        let began = ContinuousClock.now
        #expect(await tested.waitForConnection())
        #expect(ContinuousClock.now - began < Self.soon)
        await tested.client.stop(within: .seconds(2))
        // Its folder goes with it.
        withExtendedLifetime(certificates) {}
    }

    @Test func `M3 a peer that resets the connection within the handshake ends the attempt`()
        async throws
    {
        let listener = try LoopbackSocket.listening()
        let certificates = try Certificates()
        let configuration = try await Self.configuration(
            .patient(try listener.port()), certificates)
        let tested = TestedClient(configuration)
        let peer = try #require(listener.accepted())
        // What is left unread makes the close a reset.
        #expect(peer.read(exactly: 1) != nil)
        let began = ContinuousClock.now
        peer.close()
        #expect(await tested.events.wait { !$0.isEmpty })
        #expect(ContinuousClock.now - began < Self.soon)
        #expect(tested.events.entries == [.disconnected(.tls(.closed, clockUnset: false))])
        #expect(tested.client.wakeups <= Self.few)
        await tested.client.stop(within: .seconds(2))
        // Its folder goes with it.
        withExtendedLifetime(certificates) {}
        listener.close()
    }
}
