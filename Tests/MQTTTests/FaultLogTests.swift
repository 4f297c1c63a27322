// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// What the log says of a broker that refuses again and again.
@Suite struct FaultLogTests {
    private let start = ContinuousClock.now

    @Test func `P10 a fault is told when it begins, and when it is over with its count`() {
        var log = FaultLog()
        let first = log.began(.tooLarge, of: "t", now: start)
        #expect(first?.hasPrefix("a message for t was given up: the message is larger") == true)
        for _ in 0..<999 {
            let again = log.began(.tooLarge, of: "t", now: start)
            #expect(again == nil)
        }
        let end = log.ended("t", now: start)
        #expect(end == "messages for t are taken again, after 1000 refusals")
        let twice = log.ended("t", now: start)
        #expect(twice == nil)
    }

    @Test func `P10 what comes and goes is told twelve times an hour and then counted`() {
        var log = FaultLog()
        var lines: [String] = []
        for round in 0..<100 {
            let now = start + .seconds(round)
            lines += [log.began(.denied, of: "t", now: now), log.ended("t", now: now)].compactMap(
                \.self)
        }
        #expect(lines.count == 12)
        #expect(lines.last?.hasSuffix("(the next ones within the hour are left out)") == true)
        let later = log.began(.denied, of: "t", now: start + .seconds(3_700))
        #expect(later?.hasSuffix("(188 such lines were left out before)") == true)
    }

    @Test func `P10 a broker that refuses every message of a topic costs two lines`()
        async throws
    {
        let broker = try ScriptedBroker { _, packet in
            switch packet.kind {
            case 1: ScriptedBroker.accepted
            case 3 where packet.body.last == 0x78: ScriptedBroker.refusal(of: packet, 0x99)
            default: ScriptedBroker.acknowledgement(of: packet)
            }
        }
        let tested = TestedClient(.local(broker.port))
        for token in 0..<200 as Range<UInt64> {
            tested.client.publish(OutboundMessage("t", "x"), token: token)
        }
        tested.client.publish(OutboundMessage("t", "fine"), token: 200)
        #expect(await tested.waitForTokens(1))
        #expect(tested.client.parked == 200)
        #expect(await tested.log.wait { $0.contains { $0.contains("after 200 refusals") } })
        #expect(tested.log.entries.count { $0.hasPrefix("warning") } == 1)
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `P10 a broker that drops us again and again is told of twelve times an hour`()
        async throws
    {
        let broker = try ScriptedBroker { _, packet in
            packet.kind == 1 ? ScriptedBroker.acceptedAndClosed : .nothing
        }
        var configuration = MQTTConfiguration.local(broker.port)
        configuration.reconnect = MQTTReconnect(
            first: .milliseconds(1), longest: .milliseconds(1), afterTakeover: .milliseconds(1),
            steadyAfter: .zero)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForConnection(40))
        let lines = tested.log.entries
        #expect(lines.count { $0.contains("Broker connected") } == 12)
        #expect(lines.count { $0.hasPrefix("warning") } == 12)
        await tested.client.stop(within: .seconds(2))
    }
}
