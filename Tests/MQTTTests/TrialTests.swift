// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MQTT

/// Which message goes when one is sought on which the broker closes the connection: as a value.
@Suite struct TrialTests {
    private let start = ContinuousClock.now
    private var lanes = Lanes(streamCapacity: 9, bestEffortCapacity: 1)

    private func message(_ topic: String, _ size: Int) -> OutboundMessage {
        OutboundMessage(topic: topic, payload: [UInt8](repeating: 0x61, count: size))
    }

    /// Sends what may go now; the topics and payload sizes.
    private mutating func send() -> [String] {
        var sent: [String] = []
        var expired: [StreamLane.Item] = []
        while let (origin, message) = lanes.nextInTurn(
            now: start, isFirst: sent.isEmpty, expired: &expired)
        {
            sent.append("\(message.topic) \(message.payload.count)")
            lanes.sent(origin, id: UInt16(lanes.outstandingCount + 1), now: start)
        }
        return sent
    }

    private mutating func acknowledgeAll() {
        for id in UInt16(1)...9 {
            if let origin = lanes.answered(id: id) { lanes.acknowledged(origin) }
        }
    }

    /// Sends until the large one is alone.
    private mutating func sendAlone() -> [String] {
        let sent = send()
        guard sent != ["t 2000"] else { return sent }
        acknowledgeAll()
        return send()
    }

    /// Ends a connection over the large one for so long after it was sent.
    private mutating func drop(after span: Duration = .zero) -> Lanes.Finding {
        let finding = lanes.examine(over: 0, now: start + span)
        lanes.connectionEnded()
        lanes.connectionBegan()
        return finding
    }

    /// t 10, t 2000, t 20 and u 30, and one connection that ended over all of them.
    private mutating func begin() {
        for (topic, size) in [("t", 10), ("t", 2_000), ("t", 20), ("u", 30)] {
            _ = lanes.stream.append(message(topic, size), token: nil, now: start)
        }
        #expect(send() == ["t 10", "t 2000", "t 20", "u 30"])
        #expect(drop() == .nothing)
    }

    @Test mutating func `the large one goes alone, and its topic keeps its order`() {
        begin()
        lanes.setFinals([message("state", 3_000)])
        #expect(send() == ["t 10", "u 30", "state 3000"])
        #expect(send() == [])
        acknowledgeAll()
        #expect(send() == ["t 2000"])
        #expect(send() == [])
        acknowledgeAll()
        #expect(send() == ["t 20"])
        #expect(!lanes.goesAlone(.final(message("x", 9_000))))
    }

    @Test mutating func `three ends over it alone are a verdict, two and a kill are none`() {
        begin()
        for finding in [.suspicious, .suspicious] as [Lanes.Finding] {
            #expect(sendAlone() == ["t 2000"])
            #expect(drop() == finding)
        }
        lanes.endTrial()
        #expect(send() == ["t 2000", "t 20"])
        #expect(drop() == .nothing)
        for finding in [.suspicious, .suspicious, .guilty] as [Lanes.Finding] {
            #expect(send() == ["t 2000"])
            #expect(drop() == finding)
        }
    }

    @Test mutating func `an end long after it was sent, or with others under way, starts anew`() {
        begin()
        for finding in [.suspicious, .suspicious] as [Lanes.Finding] {
            #expect(sendAlone() == ["t 2000"])
            #expect(drop() == finding)
        }
        #expect(send() == ["t 2000"])
        #expect(drop(after: .seconds(6)) == .suspicious)
        #expect(send() == ["t 2000"])
        #expect(drop() == .suspicious)
    }

    @Test mutating func `what no broker minds is not tried`() {
        _ = lanes.stream.append(message("t", 100), token: nil, now: start)
        _ = lanes.stream.append(message("t", 90), token: nil, now: start)
        #expect(send().count == 2)
        #expect(drop() == .nothing)
        #expect(send() == ["t 100", "t 90"])
    }
}
