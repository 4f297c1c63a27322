// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// Brokers that refuse a message, or all of them, and take it later.
@Suite struct PassingRefusalTests {
    @Test(arguments: [0x97, 0x80, 0x83] as [UInt8])
    func `what was under way behind a refused message of its topic is sent again behind it, soon`(
        reason: UInt8
    ) async throws {
        // The second message is refused once; the answers of the first three come together.
        let refused = Journal<UInt8>()
        let broker = try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1: return ScriptedBroker.accepted
            case 3 where packet.body.last == 2 && refused.entries.isEmpty:
                refused.append(2)
                return ScriptedBroker.refusal(of: packet, reason)
            default: return ScriptedBroker.acknowledgement(of: packet)
            }
        }
        let tested = TestedClient(.local(broker.port))
        let began = ContinuousClock.now
        for token in 1...5 as ClosedRange<UInt64> {
            tested.client.publish(
                OutboundMessage(topic: "t", payload: [UInt8(token)]), token: token)
        }
        tested.client.publish(OutboundMessage(topic: "other", payload: [9]), token: 9)
        #expect(await tested.waitForTokens(6))
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(tested.acknowledgedTokens.filter { $0 != 9 } == [1, 2, 3, 4, 5])
        let sent = broker.packets.entries.map(\.packet).filter { $0.kind == 3 }.compactMap(
            \.body.last)
        let last = try #require(sent.lastIndex(of: 2))
        #expect(Array(sent[last...]) == [2, 3, 4, 5])
        #expect(sent.count { $0 == 9 } == 1)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a topic refused for a passing reason rests twice as long each time`() {
        var lanes = Lanes(streamCapacity: 3, bestEffortCapacity: 1)
        let rests = (0..<8).map { _ in
            lanes.nextRest(of: "t", from: .seconds(1), to: .seconds(60))
        }
        #expect(rests == [1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
        lanes.acknowledged(.final(OutboundMessage("t", "1")))
        let again = lanes.nextRest(of: "t", from: .seconds(1), to: .seconds(60))
        #expect(again == .seconds(1))
    }

    @Test func `a broker that takes only QoS 0 loses nothing, and gets all once it takes more`()
        async throws
    {
        // Maximum QoS 0 in the CONNACK of the first connection.
        let broker = try ScriptedBroker { connection, packet in
            switch packet.kind {
            case 1: connection == 1 ? .bytes([0x20, 5, 0, 0, 2, 0x24, 0]) : ScriptedBroker.accepted
            case 12: .hangUp
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.keepAlive = .seconds(5)
        let tested = TestedClient(configuration)
        for token in 1...50 as ClosedRange<UInt64> {
            tested.client.publish(OutboundMessage("t\(token)", "1"), token: token)
        }
        tested.client.setState(OutboundMessage("s", "1"))
        #expect(
            await tested.events.wait { $0.count { $0.publishFault == .unconfirmable } == 51 })
        #expect(tested.client.parked == 0)
        #expect(tested.client.snapshot().backlog == 50)
        #expect(MQTTFault.unconfirmable.code == "qos_unsupported")
        #expect(await tested.waitForTokens(50))
        #expect(tested.acknowledgedTokens == Array(1...50))
        await tested.client.stop(within: .seconds(2))
    }
}
