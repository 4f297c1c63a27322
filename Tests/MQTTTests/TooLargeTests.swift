// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// Brokers that answer a message that is too large for them by closing the connection.
@Suite struct TooLargeTests {
    /// Closes on a PUBLISH over 1,000 bytes.
    private static func broker(_ closing: ScriptedBroker.Reply) throws -> ScriptedBroker {
        try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1: ScriptedBroker.accepted
            case 3 where packet.body.count > 1_000: closing
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
    }

    @Test func `M8 a message on which the broker closes as too large is parked, nothing waits`()
        async throws
    {
        let broker = try Self.broker(.last([0xE0, 2, 0x95, 0]))
        let tested = TestedClient(.local(broker.port))
        let large = [UInt8](repeating: 0x61, count: 2_000)
        tested.client.setState(OutboundMessage("s", "1"))
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        tested.client.publish(OutboundMessage(topic: "t", payload: large), token: 2)
        tested.client.publish(OutboundMessage("t", "3"), token: 3)
        tested.client.publish(OutboundMessage(topic: "t", payload: large + large), token: 4)
        tested.client.publish(OutboundMessage("u", "5"), token: 5)
        #expect(await tested.waitForTokens(3))
        #expect(tested.acknowledgedTokens == [1, 3, 5])
        for token in [2, 4] as [UInt64] {
            let fault = MQTTEvent.publishFault(topic: "t", token: token, .tooLarge)
            #expect(tested.events.entries.contains(fault))
        }
        #expect(tested.client.parked == 2)
        #expect(tested.client.snapshot().backlog == 0)
        let reason = tested.client.snapshot().lastFault?.description
        #expect(reason?.contains("another client") == false)
        // What was proved too large costs no further connection.
        let connections = tested.connections
        tested.client.setState(OutboundMessage(topic: "s", payload: large + large))
        tested.client.publish(OutboundMessage("t", "6"), token: 6)
        #expect(await tested.waitForTokens(4))
        #expect(tested.connections == connections)
        #expect(tested.client.parked == 3)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M8 a message whose answer nobody understands is parked once it was alone thrice`()
        async throws
    {
        // A PUBACK of message 0, which there is none of.
        let broker = try Self.broker(.bytes([0x40, 2, 0, 0]))
        let tested = TestedClient(.local(broker.port))
        let large = [UInt8](repeating: 0x61, count: 2_000)
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        tested.client.publish(OutboundMessage(topic: "t", payload: large), token: 2)
        tested.client.publish(OutboundMessage("t", "3"), token: 3)
        #expect(await tested.waitForTokens(2))
        #expect(tested.acknowledgedTokens == [1, 3])
        #expect(tested.events.entries.contains(.publishFault(topic: "t", token: 2, .tooLarge)))
        #expect(tested.client.parked == 1)
        #expect(tested.client.snapshot().lastFault?.code == "bad_answer")
        #expect(tested.connections == 5)
        // What was found too large costs no further connection.
        tested.client.publish(OutboundMessage(topic: "u", payload: large), token: 4)
        tested.client.publish(OutboundMessage("u", "5"), token: 5)
        #expect(await tested.waitForTokens(3))
        #expect(tested.connections == 5)
        await tested.client.stop(within: .seconds(2))
    }

    @Test(arguments: [MQTTVersion.v311, .v5])
    func `M8 a broker that drops us over a large message gets all others`(version: MQTTVersion)
        async throws
    {
        var options = BrokerOptions()
        options.extraLines = ["max_packet_size 2000"]
        let broker = try await Broker.started(options)
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.version = version
        let tested = TestedClient(configuration)
        let large = [UInt8](repeating: 0x61, count: 3_000)
        tested.client.setState(OutboundMessage(topic: "s", payload: large + large))
        tested.client.setState(OutboundMessage("state", "1"))
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        tested.client.publish(OutboundMessage(topic: "t", payload: large), token: 2)
        tested.client.publish(OutboundMessage("t", "3"), token: 3)
        tested.client.publish(OutboundMessage(topic: "u", payload: large), token: 4)
        tested.client.publish(OutboundMessage("u", "5"), token: 5)
        #expect(await tested.waitForTokens(3))
        #expect(Set(tested.acknowledgedTokens) == [1, 3, 5])
        #expect(tested.client.parked == 3)
        #expect(tested.client.snapshot().backlog == 0)
        #expect(await subscriber.messages.wait { $0.contains { $0.topic == "u" } })
        #expect(Set(subscriber.texts(on: "t")) == ["1", "3"])
        #expect(subscriber.texts(on: "t").first == "1")
        #expect(subscriber.texts(on: "t").last == "3")
        #expect(tested.events.entries.contains { $0 == .disconnected(.sessionTaken) } == false)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M8 a large message that is taken when it is alone was not the reason`() async throws
    {
        // Ends the first three connections on a large message, two of them while it was alone.
        let broker = try ScriptedBroker { connection, packet in
            switch packet.kind {
            case 1: ScriptedBroker.accepted
            case 3 where packet.body.count > 1_000 && connection <= 3: .hangUp
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
        let tested = TestedClient(.local(broker.port))
        let large = [UInt8](repeating: 0x61, count: 2_000)
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        tested.client.publish(OutboundMessage(topic: "t", payload: large), token: 2)
        tested.client.publish(OutboundMessage("t", "3"), token: 3)
        tested.client.publish(OutboundMessage(topic: "t", payload: large), token: 4)
        #expect(await tested.waitForTokens(4))
        #expect(tested.acknowledgedTokens == [1, 2, 3, 4])
        #expect(tested.client.parked == 0)
        #expect(tested.connections == 4)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `only what is larger than all the broker took is taken for too large`() {
        let now = ContinuousClock.now
        var lanes = Lanes(streamCapacity: 9, bestEffortCapacity: 1)
        var expired: [StreamLane.Item] = []
        for (token, size) in [(1, 50), (2, 20), (3, 70), (4, 70)] as [(UInt64, Int)] {
            let message = OutboundMessage(topic: "t", payload: [UInt8](repeating: 0, count: size))
            _ = lanes.stream.append(message, token: token, now: now)
        }
        var id: UInt16 = 0
        while let (origin, _) = lanes.next(now: now, expired: &expired) {
            id += 1
            lanes.sent(origin, id: id, now: now + .milliseconds(Int(id)))
        }
        let before = lanes.takeLargest(over: 71)?.token
        #expect(before == nil)
        let first = lanes.takeLargest(over: 0)?.token
        #expect(first == 3)
        if let origin = lanes.answered(id: 4) { lanes.acknowledged(origin) }
        let rest = lanes.takeLargest(over: 0)?.token
        #expect(rest == nil)
    }
}
