// SPDX-License-Identifier: Apache-2.0
import Logging
import TestSupport
import Testing

@testable import MQTT

/// Many messages, and none at all.
@Suite struct ThroughputTests {
    @Test func `M20 message ids wrap and every token is acknowledged once, in order`() async throws
    {
        let broker = try await Broker.started()
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.streamCapacity = 100_000
        let tokens = Journal<UInt64>()
        let count: UInt64 = 70_000
        let client = MQTTClient(configuration, logger: TestedClient.silentLogger) { event in
            if let token = event.acknowledgedToken { tokens.append(token) }
        }
        for token in 0..<count {
            client.publish(OutboundMessage(topic: "t", payload: [0]), token: token)
        }
        client.start()
        #expect(await tokens.wait(within: .seconds(30)) { $0.count >= count })
        #expect(tokens.entries == Array(0..<count))
        await client.stop(within: .seconds(2))
    }

    @Test func `an idle connection wakes up twice a keepalive`() async throws {
        let pings = Journal<Void>()
        let broker = try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1: return ScriptedBroker.accepted
            case 12:
                pings.append(())
                return .bytes([0xD0, 0])
            default: return .nothing
            }
        }
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.keepAlive = .seconds(5)
        let tested = TestedClient(configuration)
        #expect(await pings.wait { $0.count >= 1 })
        let before = tested.client.wakeups
        #expect(await pings.wait { $0.count >= 2 })
        #expect(tested.client.wakeups - before <= 3)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a stream that is full while the broker is away drops its oldest`() async throws {
        let broker = try Broker()
        var configuration = MQTTConfiguration.patient(broker.port)
        configuration.streamCapacity = 100
        let tested = TestedClient(configuration)
        var displaced: [UInt64] = []
        for token in 0..<150 as Range<UInt64> {
            let result = tested.client.publish(OutboundMessage("t", "\(token)"), token: token)
            if case .displaced(let gone?) = result { displaced.append(gone) }
        }
        #expect(displaced == Array(0..<50))
        #expect(tested.client.publishBestEffort(OutboundMessage("r", "1")) == .refused)
        let status = tested.client.snapshot()
        #expect(status.dropped == 50)
        #expect(status.backlog == 100)
        #expect(status.droppedBestEffort == 1)
        #expect((status.oldestAgeSeconds ?? -1) >= 0)
        #expect(await tested.events.wait { !$0.isEmpty })
        try await broker.start()
        tested.client.retryNow()
        #expect(await tested.waitForTokens(100))
        #expect(tested.acknowledgedTokens == Array(50..<150))
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `best effort reaches a broker that is there`() async throws {
        let broker = try await Broker.started()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort, qos: 1)
        let tested = TestedClient(.local(broker.port))
        #expect(await tested.waitForConnection())
        for number in 0..<100 {
            tested.client.publishBestEffort(OutboundMessage("raw", "\(number)"))
        }
        #expect(await live.messages.wait { $0.count >= 100 })
        #expect(live.texts(on: "raw") == (0..<100).map(String.init))
        #expect(live.messages.entries.allSatisfy { $0.qos == 0 })
        await tested.client.stop(within: .seconds(2))
    }
}
