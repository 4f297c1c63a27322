// SPDX-License-Identifier: Apache-2.0
import MQTT
import TestSupport
import Testing

/// Brokers that are not there, vanish, or fall silent.
@Suite struct OutageTests {
    @Test func `M1 a broker that comes up later gets everything`() async throws {
        let broker = try Broker()
        let tested = TestedClient(.patient(broker.port))
        #expect(await tested.waitForFault { if case .unreachable = $0 { true } else { false } })
        for token in 0..<50 as Range<UInt64> {
            tested.client.publish(OutboundMessage("t", "\(token)"), token: token)
        }
        #expect(tested.client.snapshot().backlog == 50)

        try await broker.start()
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        tested.client.retryNow()
        #expect(await tested.waitForTokens(50))
        #expect(await subscriber.messages.wait { $0.count >= 50 })
        #expect(subscriber.texts(on: "t") == (0..<50).map(String.init))
        #expect(tested.acknowledgedTokens == Array(0..<50))
        #expect(tested.client.snapshot().backlog == 0)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M2 nothing is lost or reordered when the broker is killed again and again`()
        async throws
    {
        let broker = try await Broker.started()
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        let configuration = MQTTConfiguration.patient(broker.port)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForConnection())
        let kills = 5
        let perRound = 400
        for round in 0..<kills {
            for number in 0..<perRound {
                tested.client.publish(
                    OutboundMessage("t", "\(round * perRound + number)"), token: 1)
            }
            let seen = round * perRound + 30
            #expect(await subscriber.messages.wait { $0.count >= seen })
            await broker.killAndWait()
            #expect(await tested.events.wait { $0.count { $0.connectionFault != nil } > round })
            try await broker.start()
            try await subscriber.subscribe()
            tested.client.retryNow()
        }
        let total = kills * perRound
        #expect(await tested.waitForTokens(total))
        #expect(await subscriber.messages.wait { $0.contains { $0.text == "\(total - 1)" } })

        let numbers = subscriber.texts(on: "t").compactMap { Int($0) }
        var seen: Set<Int> = []
        let firsts = numbers.filter { seen.insert($0).inserted }
        #expect(firsts == Array(0..<total))
        #expect(numbers.count - total <= kills * configuration.inFlightLimit)
        #expect(tested.client.snapshot().reconnects == kills)
        await tested.client.stop(within: .seconds(2))
    }

    @Test
    func `M21 what is handed over while the connection breaks arrives again, within the window`()
        async throws
    {
        // Hangs up on the seventh message of each of three connections, unacknowledged.
        let broker = try ScriptedBroker { connection, packet in
            switch packet.kind {
            case 1: return ScriptedBroker.accepted
            case 3 where connection <= 3: return packet.body.last == 7 ? .hangUp : .nothing
            case 3: return ScriptedBroker.acknowledgement(of: packet)
            default: return .nothing
            }
        }
        let tested = TestedClient(.local(broker.port))
        for token in 0..<40 as Range<UInt64> {
            tested.client.publish(
                OutboundMessage(topic: "t", payload: [UInt8(token)]), token: token)
        }
        #expect(await tested.waitForTokens(40))
        #expect(tested.acknowledgedTokens == Array(0..<40))
        let published = broker.packets.entries.filter { $0.packet.kind == 3 }
        let last = published.filter { $0.connection == 4 }.compactMap(\.packet.body.last)
        #expect(last == Array(0..<40))
        #expect(published.count - 40 <= 3 * 20)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M9 a frozen broker blocks nobody and gets everything in order when it goes on`()
        async throws
    {
        let broker = try await Broker.started()
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.bestEffortCapacity = 10
        let tested = TestedClient(configuration)
        #expect(await tested.waitForConnection())
        broker.freeze()
        let payload = [UInt8](repeating: 0x61, count: 16_000)
        let began = ContinuousClock.now
        for token in 0..<500 as Range<UInt64> {
            tested.client.publish(
                OutboundMessage(topic: "t", payload: Array("\(token) ".utf8) + payload),
                token: token)
            tested.client.publishBestEffort(OutboundMessage("raw", "\(token)"))
        }
        let took = ContinuousClock.now - began
        if Sanitizer.isOff { #expect(took < .seconds(2)) }
        #expect(tested.client.snapshot().backlog == 500)
        broker.thaw()
        #expect(await tested.waitForTokens(500))
        #expect(await subscriber.messages.wait { $0.count { $0.topic == "t" } >= 500 })
        let numbers = subscriber.texts(on: "t").map { $0.prefix { $0 != " " } }
        #expect(numbers == (0..<500).map { Substring("\($0)") })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M11 a half-open connection is noticed by the keepalive`() async throws {
        let broker = try await Broker.started()
        var configuration = MQTTConfiguration.patient(broker.port)
        configuration.keepAlive = .seconds(5)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForConnection())
        broker.freeze()
        let began = ContinuousClock.now
        #expect(await tested.waitForFault { $0 == .keepAliveLost })
        #expect(ContinuousClock.now - began < .seconds(12))
        broker.thaw()
        tested.client.retryNow()
        #expect(await tested.waitForConnection(2))
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `a broker that never acknowledges is left`() async throws {
        let broker = try ScriptedBroker { connection, packet in
            switch packet.kind {
            case 1: ScriptedBroker.accepted
            case 3 where connection > 1: ScriptedBroker.acknowledgement(of: packet)
            default: .nothing
            }
        }
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.acknowledgementDeadline = .milliseconds(200)
        let tested = TestedClient(configuration)
        tested.client.publish(OutboundMessage("t", "1"), token: 9)
        #expect(await tested.waitForTokens(1))
        #expect(tested.events.entries.contains(.disconnected(.acknowledgementMissing)))
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M12 two clients of one name do not fight for ever`() async throws {
        let broker = try await Broker.started()
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.reconnect.afterTakeover = .seconds(60)
        let first = TestedClient(configuration)
        #expect(await first.waitForConnection())
        let second = TestedClient(configuration)
        #expect(await first.waitForFault { $0 == .sessionTaken })
        #expect(await second.waitForConnection(3))
        #expect(first.client.snapshot().connectedSince == nil)
        #expect(second.client.snapshot().connectedSince != nil)
        await first.client.stop(within: .seconds(2))
        await second.client.stop(within: .seconds(2))
    }

    @Test func `M12 a broker that says so need not be suspected`() async throws {
        let broker = try ScriptedBroker { _, packet in
            packet.kind == 1 ? .bytes([0x20, 3, 0, 0, 0, 0xE0, 1, 0x8E]) : .nothing
        }
        let tested = TestedClient(.patient(broker.port))
        #expect(await tested.waitForFault { $0 == .sessionTaken })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M13 a name without an address is reported as such`() async throws {
        var configuration = MQTTConfiguration.patient(1883)
        configuration.host = "no such host"
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0 == .nameNotResolved(host: "no such host") })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M14 a silent broker is given up at the deadline`() async throws {
        let listener = try LoopbackSocket.listening()
        defer { listener.close() }
        var configuration = MQTTConfiguration.patient(try listener.port())
        configuration.connackDeadline = .milliseconds(200)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0 == .noAnswer })
        await tested.client.stop(within: .seconds(2))
    }
}
