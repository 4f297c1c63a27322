// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// Retained state at a real broker, and the will.
@Suite struct StateTests {
    @Test func `M15 all state is there again, availability first, after the broker forgot it`()
        async throws
    {
        let broker = try await Broker.started()
        let tested = TestedClient(.patient(broker.port))
        for meter in 1...5 {
            tested.client.setState(OutboundMessage("meters/m\(meter)", "v"), priority: 2)
            tested.client.setState(
                OutboundMessage("meters/m\(meter)/availability", "on"), priority: 1)
        }
        tested.client.setState(OutboundMessage("meters/gateway/state", "online"), priority: 0)
        #expect(await tested.waitForConnection())
        await broker.killAndWait()
        #expect(await tested.events.wait { $0.contains { $0.connectionFault != nil } })
        try await broker.start()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        tested.client.publish(OutboundMessage("telegram", "1"))
        tested.client.retryNow()
        #expect(await live.messages.wait { $0.count >= 12 })
        let expected =
            ["meters/gateway/state"] + (1...5).map { "meters/m\($0)/availability" }
            + (1...5).map { "meters/m\($0)" } + ["telegram"]
        #expect(live.messages.entries.map(\.topic) == expected)

        let late = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        #expect(await late.messages.wait { $0.count >= 11 })
        #expect(late.messages.entries.allSatisfy { $0.isRetained })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `state that was never sent is sent once, with its latest value`() async throws {
        let broker = try await Broker.started()
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort, qos: 1)
        broker.freeze()
        let tested = TestedClient(.local(broker.port))
        for value in 0..<1000 { tested.client.setState(OutboundMessage("s", "\(value)")) }
        tested.client.publish(OutboundMessage("end", ""))
        broker.thaw()
        #expect(await subscriber.messages.wait { $0.contains { $0.topic == "end" } })
        #expect(subscriber.texts(on: "s") == ["999"])
        #expect(subscriber.messages.entries.map(\.qos) == [1, 1])
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a cleared state is gone at the broker`() async throws {
        let broker = try await Broker.started()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        let tested = TestedClient(.local(broker.port))
        tested.client.setState(OutboundMessage("s", "1"))
        #expect(await live.messages.wait { $0.count >= 1 })
        tested.client.clearState("s")
        #expect(await live.messages.wait { $0.count >= 2 })
        tested.client.setState(OutboundMessage("marker", "1"))
        #expect(await live.messages.wait { $0.count >= 3 })
        let late = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        #expect(await late.messages.wait { $0.count >= 1 })
        #expect(late.messages.entries.map(\.topic) == ["marker"])
        #expect(tested.client.states == 1)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `the expiry reaches the subscriber`() async throws {
        let broker = try await Broker.started()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        let tested = TestedClient(.local(broker.port))
        #expect(await tested.waitForConnection())
        var message = OutboundMessage("s", "1")
        message.expirySeconds = 1000
        tested.client.setState(message)
        #expect(await live.messages.wait { $0.count >= 1 })
        let expiry = try #require(live.messages.entries.first?.expirySeconds)
        #expect((998...1000).contains(expiry))
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M17 the broker publishes the will when we vanish`() async throws {
        let broker = try await Broker.started()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.will = OutboundMessage(
            topic: "state", payload: Array("offline".utf8), retain: true)
        let tested = TestedClient(configuration)
        tested.client.setState(OutboundMessage("state", "online"))
        #expect(await live.messages.wait { $0.count >= 1 })
        // No time at all for a farewell: the connection is dropped as a crash would drop it.
        await tested.client.stop(within: .zero)
        #expect(await live.messages.wait { $0.count >= 2 })
        #expect(live.texts(on: "state") == ["online", "offline"])
        let late = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        #expect(await late.messages.wait { $0.count >= 1 })
        #expect(late.messages.entries.map(\.isRetained) == [true])
    }
}
