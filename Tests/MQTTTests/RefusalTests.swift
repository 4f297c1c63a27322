// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// Brokers that say no: to the login, to the version, or to a message.
@Suite struct RefusalTests {
    @Test func `M4 a wrong password is reported and retried until it is right`() async throws {
        var options = BrokerOptions()
        options.users = ["gateway": "old"]
        let broker = try await Broker.started(options)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.username = "gateway"
        configuration.password = MQTTSecret("new")
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0.code == "auth_refused" })
        let fault = tested.client.snapshot().lastFault
        #expect(fault?.description.contains("check user name, password") == true)
        #expect(fault?.description.contains("new") == false)

        options.users = ["gateway": "new"]
        try await broker.reload(options)
        #expect(await tested.waitForConnection())
        await tested.client.stop(within: .seconds(2))
    }

    @Test
    func `M5 a denied topic is held back and reported, others pass, and it is sent once allowed`()
        async throws
    {
        var options = BrokerOptions()
        options.accessRules = ["topic write open/#"]
        let broker = try await Broker.started(options)
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.holdWhenDenied = .milliseconds(100)
        let tested = TestedClient(configuration)
        tested.client.setState(OutboundMessage("closed/state", "1"))
        tested.client.publish(OutboundMessage("closed/t", "1"), token: 1)
        tested.client.publish(OutboundMessage("open/t", "2"), token: 2)
        #expect(await tested.waitForTokens(1))
        #expect(tested.acknowledgedTokens == [2])
        let denied = MQTTEvent.publishFault(topic: "closed/t", token: 1, .denied)
        #expect(await tested.events.wait { $0.contains(denied) })
        let stateDenied = MQTTEvent.publishFault(topic: "closed/state", token: nil, .denied)
        #expect(await tested.events.wait { $0.contains(stateDenied) })
        #expect(tested.client.snapshot().backlog == 1)
        #expect(tested.client.parked == 0)

        options.accessRules = ["topic write open/#", "topic write closed/#"]
        try await broker.reload(options)
        #expect(await tested.waitForTokens(2))
        #expect(await subscriber.messages.wait { $0.count >= 3 })
        #expect(subscriber.texts(on: "closed/t") == ["1"])
        #expect(subscriber.texts(on: "closed/state") == ["1"])
        await tested.client.stop(within: .seconds(2))
    }

    @Test(arguments: [[0x20, 2, 0, 1], [0x20, 3, 0, 0x84, 0]] as [[UInt8]])
    func `M6 a broker that only knows 3.1.1 is spoken to in 3.1.1`(refusal: [UInt8]) async throws {
        let broker = try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1 where packet.body[6] == 5: .bytes(refusal)
            case 1: .bytes([0x20, 2, 0, 0])
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.version = .auto
        let tested = TestedClient(configuration)
        tested.client.publish(OutboundMessage("t", "1"), token: 5)
        #expect(await tested.waitForTokens(1))
        #expect(tested.events.entries.first == .connected(version: .v311, limits: BrokerLimits()))
        #expect(tested.client.snapshot().version == .v311)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M6 without leave to fall back the version is a fault`() async throws {
        let broker = try ScriptedBroker { _, _ in .bytes([0x20, 2, 0, 1]) }
        let tested = TestedClient(.local(broker.port))
        #expect(await tested.waitForFault { $0 == .versionUnsupported })
        await tested.client.stop(within: .seconds(2))
    }

    @Test(arguments: ["max_packet_size 2000", "message_size_limit 1000"])
    func `M8 a message over the broker's limit is parked and those behind it arrive`(limit: String)
        async throws
    {
        var options = BrokerOptions()
        options.extraLines = [limit]
        let broker = try await Broker.started(options)
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        let tested = TestedClient(.local(broker.port))
        tested.client.publish(OutboundMessage("t", "before"), token: 1)
        let large = OutboundMessage(topic: "t", payload: [UInt8](repeating: 0x61, count: 4000))
        tested.client.publish(large, token: 2)
        tested.client.publish(OutboundMessage("t", "after"), token: 3)
        #expect(await tested.waitForTokens(2))
        #expect(tested.acknowledgedTokens == [1, 3])
        let fault = MQTTEvent.publishFault(topic: "t", token: 2, .tooLarge)
        #expect(await tested.events.wait { $0.contains(fault) })
        #expect(await subscriber.messages.wait { $0.count >= 2 })
        #expect(tested.client.parked == 1)
        #expect(tested.client.snapshot().backlog == 0)
        // A library from 2.1 on does not understand the answer that `message_size_limit` gives.
        let ended = tested.events.entries.count { $0 == .disconnected(.badAnswer) }
        #expect(ended == 0 || ended == 4)
        #expect(tested.connections == 1 + ended)
        // What was under way with it is sent again.
        let texts = subscriber.texts(on: "t")
        #expect(texts.first == "before")
        #expect(Set(texts.dropFirst()) == ["after"])
        #expect(texts.count <= 2 + ended)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M23 what a broker sends unasked is ignored`() async throws {
        let unasked = MQTTPacket(header: 0x30, body: MQTTPacket.text("command") + [0, 0x61])
        let broker = try ScriptedBroker { _, packet in
            packet.kind == 1
                ? .bytes([0x20, 3, 0, 0, 0] + unasked.bytes)
                : ScriptedBroker.acknowledgement(of: packet)
        }
        let tested = TestedClient(.local(broker.port))
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        #expect(await tested.waitForTokens(1))
        #expect(tested.events.entries.count == 2)
        #expect(!broker.packets.entries.contains { $0.packet.kind == 8 })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a topic with a wildcard is parked`() async throws {
        let broker = try await Broker.started()
        let tested = TestedClient(.local(broker.port))
        tested.client.publish(OutboundMessage("t/#", "1"), token: 1)
        #expect(
            await tested.events.wait { $0.contains { $0.publishFault?.code == "unpublishable" } })
        #expect(tested.client.parked == 1)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a secret shows in no text`() {
        let secret = MQTTSecret("hush")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "(secret)")
        #expect(!dumped.contains("hush"))
        #expect(!String(reflecting: secret).contains("hush"))
    }
}
