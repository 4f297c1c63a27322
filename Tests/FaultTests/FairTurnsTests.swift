// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

@testable import Gateway
@testable import History

/// Whose telegram goes next, as a value.
@Suite struct FairTurnsTests {
    private var turns = FairTurns(window: 20)
    private var token: UInt64 = 0

    private mutating func add(_ meter: String, _ count: Int) throws {
        let id = try #require(MeterID(meter))
        let deliveries = (0..<count).map { _ in
            token += 1
            return Delivery(
                token: token, id: nil,
                record: TelegramRecord(
                    meter: id, origin: .clear, checksum: .absent, isEncrypted: false,
                    meterTime: nil, received: UTCTime(seconds: 0), body: []),
                isFromEarlierRun: false)
        }
        turns.add(deliveries)
    }

    private mutating func drain() -> [Delivery] {
        var sent: [Delivery] = []
        while let next = turns.next(where: { _ in true }) { sent.append(next) }
        return sent
    }

    @Test mutating func `meters take turns, and each keeps its order`() throws {
        try add("a", 3)
        try add("b", 1)
        try add("c", 2)
        let sent = drain()
        #expect(sent.map(\.record.meter.text) == ["a", "b", "c", "a", "c", "a"])
        #expect(sent.filter { $0.record.meter.text == "a" }.map(\.token) == [1, 2, 3])
    }

    @Test mutating func `one meter leaves a place free for each other, and twenty are the most`()
        throws
    {
        turns.configure(["a", "b", "c"].compactMap { MeterID($0) })
        try add("a", 30)
        #expect(drain().count == 18)
        try add("b", 30)
        #expect(drain().map(\.record.meter.text) == ["b"])
        try add("c", 1)
        #expect(drain().map(\.record.meter.text) == ["c"])
        #expect(turns.inFlight == 20)
        let answers = [turns.settled(1), turns.settled(1)]
        #expect(answers == [true, false])
        #expect(drain().count == 1)
        #expect(turns.inFlight == 20)
    }

    @Test mutating func `with more meters than places each has its turn`() throws {
        for number in 0..<50 { try add("m\(number)", 2) }
        #expect(Set(drain().map(\.record.meter)).count == 20)
        for token in 1...100 { _ = turns.settled(UInt64(token)) }
        #expect(Set(drain().map(\.record.meter.text)).isSuperset(of: ["m20", "m39"]))
    }

    @Test mutating func `what may not go yet is passed over, and goes first in its lane later`()
        throws
    {
        try add("a", 2)
        try add("b", 1)
        let others = (0..<2).map { _ in
            turns.next { $0.record.meter.text != "a" }?.record.meter.text
        }
        #expect(others == ["b", nil])
        #expect(drain().map(\.token) == [1, 2])
    }

    @Test mutating func `what is denied takes no place, and what comes back has its old one`()
        throws
    {
        try add("a", 20)
        try add("b", 1)
        #expect(drain().count == 20)
        let news = [turns.hold(1), turns.hold(2)]
        #expect(news == [true, false])
        #expect(turns.inFlight == 1)
        try add("b", 25)
        #expect(drain().count == 19)
        turns.putBack(3)
        _ = turns.settled(1)
        #expect(turns.held.isEmpty)
        for token in 21...40 { _ = turns.settled(UInt64(token)) }
        #expect(drain().first { $0.record.meter.text == "a" }?.token == 3)
    }

    @Test mutating func `a denied meter of which nothing is left underway has its turn again`()
        throws
    {
        try add("a", 2)
        #expect(drain().count == 2)
        let isNews = turns.hold(1)
        #expect(isNews)
        turns.putBack(1)
        #expect(!turns.held.isEmpty)
        turns.putBack(2)
        #expect(turns.held.isEmpty)
        #expect(drain().map(\.token) == [1, 2])
    }

    @Test mutating func `a meter that is gone keeps its lane until it is empty`() throws {
        try add("a", 1)
        turns.configure([])
        #expect(turns.busy.map(\.text) == ["a"])
        #expect(drain().count == 1)
        turns.configure([])
        _ = turns.settled(1)
        turns.configure([])
        #expect(turns.busy.isEmpty)
    }
}
