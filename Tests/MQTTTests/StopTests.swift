// SPDX-License-Identifier: Apache-2.0
import MQTT
import TestSupport
import Testing

/// Ending a client, whatever the broker does.
@Suite struct StopTests {
    private let last = OutboundMessage(topic: "state", payload: Array("bye".utf8), retain: true)

    private func stopTime(_ tested: TestedClient, within limit: Duration) async -> Duration {
        let began = ContinuousClock.now
        await tested.client.stop(finalMessages: [last], within: limit)
        return ContinuousClock.now - began
    }

    @Test
    func `a clean stop says what is queued, then its last words, and the will is not published`()
        async throws
    {
        let broker = try await Broker.started()
        let live = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.will = OutboundMessage(topic: "state", payload: Array("will".utf8))
        let tested = TestedClient(configuration)
        #expect(await tested.waitForConnection())
        for number in 0..<100 { tested.client.publish(OutboundMessage("t", "\(number)")) }
        #expect(await stopTime(tested, within: .seconds(5)) < .seconds(4))
        #expect(tested.client.publish(OutboundMessage("t", "late")) == .refused)
        let other = TestedClient(.local(broker.port))
        other.client.publish(OutboundMessage("marker", ""))
        #expect(await live.messages.wait { $0.contains { $0.topic == "marker" } })
        let topics = (0..<100).map { _ in "t" } + ["state", "marker"]
        #expect(live.messages.entries.map(\.topic) == topics)
        #expect(live.texts(on: "state") == ["bye"])
        await other.client.stop(within: .seconds(2))
    }

    @Test func `M14 stopping does not wait for a black hole`() async throws {
        let listener = try LoopbackSocket.listening(backlog: 0)
        defer { listener.close() }
        let port = try listener.port()
        // One connection fills the queue of length 0; further ones get no answer to their SYN.
        let filler = try LoopbackSocket.connected(to: port)
        defer { filler.close() }
        var configuration = MQTTConfiguration.patient(port)
        configuration.connackDeadline = .milliseconds(200)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0 == .noAnswer })
        tested.client.retryNow()
        #expect(await stopTime(tested, within: .seconds(2)) < .seconds(1))
    }

    @Test func `M14 stopping does not wait for a broker that has not answered`() async throws {
        let connected = Journal<Void>()
        let broker = try ScriptedBroker { _, _ in
            connected.append(())
            return .nothing
        }
        let tested = TestedClient(.patient(broker.port))
        #expect(await connected.wait { !$0.isEmpty })
        #expect(await stopTime(tested, within: .seconds(2)) < .seconds(1))
    }

    @Test func `M14 stopping returns at the deadline when the broker is frozen`() async throws {
        let broker = try await Broker.started()
        let tested = TestedClient(.local(broker.port))
        #expect(await tested.waitForConnection())
        broker.freeze()
        let time = await stopTime(tested, within: .milliseconds(500))
        #expect(time >= .milliseconds(490))
        if Sanitizer.isOff { #expect(time < .milliseconds(1500)) }
    }

    @Test func `a client that was never started stops at once`() async {
        let client = MQTTClient(.local(1), logger: TestedClient.silentLogger)
        let began = ContinuousClock.now
        await client.stop(finalMessages: [last], within: .seconds(5))
        await client.stop(within: .seconds(5))
        #expect(ContinuousClock.now - began < .seconds(1))
        #expect(client.publish(OutboundMessage("t", "1")) == .refused)
    }

    @Test func `stopping between attempts is immediate`() async throws {
        let tested = TestedClient(.patient(try LoopbackPort.free()))
        #expect(await tested.events.wait { !$0.isEmpty })
        #expect(await stopTime(tested, within: .seconds(5)) < .seconds(1))
    }
}
