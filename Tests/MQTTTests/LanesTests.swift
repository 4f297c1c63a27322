// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MQTT

/// The lanes as a pure value: no broker, no clock but a number.
@Suite struct LanesTests {
    private let start = ContinuousClock.now
    private var lanes = Lanes(streamCapacity: 3, bestEffortCapacity: 2)

    private mutating func sendAll(at time: ContinuousClock.Instant? = nil) -> [String] {
        var sent: [String] = []
        var expired: [StreamLane.Item] = []
        while let (origin, message) = lanes.next(now: time ?? start, expired: &expired) {
            sent.append("\(message.topic)=\(String(decoding: message.payload, as: UTF8.self))")
            lanes.sent(origin, id: UInt16(lanes.outstandingCount + 1), now: start)
        }
        return sent
    }

    @Test mutating func `state of one topic coalesces to its latest value`() {
        for value in 1...5 {
            lanes.states.set(OutboundMessage("a", "\(value)"), priority: 1, now: start)
        }
        #expect(sendAll() == ["a=5"])
        #expect(lanes.states.count == 1)
    }

    @Test mutating func `state leaves by priority and then in the order it came`() {
        lanes.states.set(OutboundMessage("health", "1"), priority: 2, now: start)
        lanes.states.set(OutboundMessage("values", "1"), priority: 1, now: start)
        lanes.states.set(OutboundMessage("state", "1"), priority: 0, now: start)
        lanes.states.set(OutboundMessage("more", "1"), priority: 1, now: start)
        #expect(sendAll() == ["state=1", "values=1", "more=1", "health=1"])
    }

    @Test mutating func `state goes before the stream and the last words after both`() {
        _ = lanes.stream.append(OutboundMessage("telegram", "1"), token: nil, now: start)
        lanes.setFinals([OutboundMessage("state", "offline")])
        lanes.states.set(OutboundMessage("state", "online"), priority: 0, now: start)
        #expect(sendAll() == ["state=online", "telegram=1", "state=offline"])
    }

    @Test mutating func `an equal state is not sent twice but after a connect`() {
        lanes.states.set(OutboundMessage("a", "1"), priority: 0, now: start)
        #expect(sendAll() == ["a=1"])
        lanes.states.set(OutboundMessage("a", "1"), priority: 0, now: start)
        #expect(sendAll() == [])
        lanes.connectionEnded()
        lanes.connectionBegan()
        #expect(sendAll() == ["a=1"])
    }

    @Test mutating func `a cleared state is forgotten when the broker has taken it`() throws {
        lanes.states.set(OutboundMessage("a", "1"), priority: 0, now: start)
        lanes.states.clear("a", now: start)
        #expect(sendAll() == ["a="])
        #expect(lanes.states.count == 1)
        let answered = lanes.answered(id: 1)
        let origin = try #require(answered)
        lanes.acknowledged(origin)
        #expect(lanes.states.count == 0)
    }

    @Test mutating func `a full stream drops its oldest and counts it`() {
        var gone: [UInt64?] = []
        for token in 1...5 as ClosedRange<UInt64> {
            let item = lanes.stream.append(
                OutboundMessage("t", "\(token)"), token: token, now: start)
            if let item { gone.append(item.token) }
        }
        #expect(gone == [1, 2])
        #expect(lanes.stream.dropped == 2)
        #expect(sendAll() == ["t=3", "t=4", "t=5"])
    }

    @Test mutating func `what was under way goes first, in order, over the next connection`() {
        for token in 1...3 as ClosedRange<UInt64> {
            _ = lanes.stream.append(OutboundMessage("t", "\(token)"), token: token, now: start)
        }
        #expect(sendAll() == ["t=1", "t=2", "t=3"])
        if let origin = lanes.answered(id: 2) { lanes.acknowledged(origin) }
        lanes.connectionEnded()
        #expect(lanes.stream.backlog == 2)
        #expect(sendAll() == ["t=1", "t=3"])
    }

    @Test mutating func `a denied topic is held in its order and others pass`() throws {
        _ = lanes.stream.append(OutboundMessage("denied", "1"), token: 1, now: start)
        #expect(sendAll() == ["denied=1"])
        let answered = lanes.answered(id: 1)
        let origin = try #require(answered)
        let isNew = lanes.hold(origin, until: start + .seconds(1))
        #expect(isNew)
        _ = lanes.stream.append(OutboundMessage("denied", "2"), token: 2, now: start)
        _ = lanes.stream.append(OutboundMessage("free", "3"), token: 3, now: start)
        #expect(sendAll() == ["free=3"])
        #expect(lanes.stream.backlog == 3)
        lanes.releaseHeld(now: start + .milliseconds(999))
        #expect(sendAll() == [])
        lanes.releaseHeld(now: start + .seconds(1))
        #expect(sendAll() == ["denied=1", "denied=2"])
    }

    @Test mutating func `the expiry counts the time spent waiting`() {
        var message = OutboundMessage("t", "1")
        message.expirySeconds = 10
        #expect(message.aged(by: .seconds(4))?.expirySeconds == 6)
        #expect(message.aged(by: .milliseconds(9_999))?.expirySeconds == 1)
        #expect(message.aged(by: .seconds(10)) == nil)
        _ = lanes.stream.append(message, token: 1, now: start)
        lanes.states.set(message, priority: 0, now: start)
        #expect(sendAll(at: start + .seconds(11)) == [])
        #expect(lanes.stream.dropped == 1)
        #expect(lanes.states.count == 0)
    }

    @Test mutating func `best effort needs a connection and room`() {
        #expect(lanes.bestEffort.append(OutboundMessage("r", "0")) == .refused)
        lanes.connectionBegan()
        #expect(lanes.bestEffort.append(OutboundMessage("r", "1")) == .queued)
        #expect(lanes.bestEffort.append(OutboundMessage("r", "2")) == .queued)
        #expect(lanes.bestEffort.append(OutboundMessage("r", "3")) == .displaced(token: nil))
        #expect(lanes.bestEffort.dropped == 2)
        lanes.connectionEnded()
        #expect(lanes.bestEffort.dropped == 4)
    }
}
