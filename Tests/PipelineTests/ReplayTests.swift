// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// The floor of frame counters: no genuine frame counts twice, and no forged one silences a meter.
struct ReplayTests {
    private func frame(_ counter: UInt32, key: UInt8 = 1, serial: UInt8 = 1) throws -> [UInt8] {
        var frame = SealedFrame(counter: counter)
        frame.title[7] = serial
        return try frame.bytes(
            ClearTelegram.luxembourg(Int(counter % 1_000), lines: 4), key: SealedFrame.key(key))
    }

    private func words(_ frames: [[UInt8]], floor: ReplayFloor = ReplayFloor()) throws -> [String] {
        let keys = try Decoding.slots([SealedFrame.key(1), SealedFrame.key(2)])
        return Decoding(frames.flatMap { $0 }, keys: keys, floor: floor).words
    }

    @Test func `W14 a frame sent again is a replay, and so is an older one`() throws {
        let frames = try ([100, 101, 101, 100, 102] as [UInt32]).map { try frame($0) }
        #expect(try words(frames) == ["verified", "verified", "replay", "replay", "verified"])
    }

    @Test func `W15 a counter that goes back stays refused`() throws {
        let counters: [UInt32] = [5_000] + Array(1...10) + [5_001]
        let expected = ["verified"] + [String](repeating: "replay", count: 10) + ["verified"]
        #expect(try words(counters.map { try frame($0) }) == expected)
    }

    @Test func `W16 a counter may jump forward`() throws {
        #expect(try words([frame(1), frame(4_000_000_000)]) == ["verified", "verified"])
    }

    @Test func `W17 the last counter there is does not trap`() throws {
        let last = UInt32.max
        #expect(
            try words([frame(last - 1), frame(last), frame(last), frame(0)]) == [
                "verified", "verified", "replay", "replay",
            ])
        #expect(FrameCounter.exhausted.value == last)
    }

    @Test func `W11 another key begins a new epoch, and the old one keeps its floor`() throws {
        let frames = try [frame(500), frame(0, key: 2), frame(1, key: 2), frame(500), frame(501)]
        #expect(try words(frames) == ["verified", "verified", "verified", "replay", "verified"])
    }

    @Test func `W18 another meter under the same key has a floor of its own`() throws {
        let frames = try [frame(500), frame(3, serial: 2), frame(3, serial: 2), frame(501)]
        #expect(try words(frames) == ["verified", "verified", "replay", "verified"])
    }

    @Test func `a forged counter moves no floor`() throws {
        var forged = try frame(4_000_000_000)
        forged[forged.count - 1] ^= 1
        #expect(
            try words([frame(1), forged, frame(2)]) == ["verified", "tag_mismatch", "verified"])
    }

    @Test func `a frame taken without proof moves no floor`() throws {
        var forged = try frame(4_000_000_000)
        forged[forged.count - 1] ^= 1
        let decoding = Decoding(
            try frame(1) + forged + forged + frame(2),
            keys: try Decoding.slots([SealedFrame.key()]),
            policy: OpeningPolicy(authentication: .crc))
        #expect(decoding.words == ["verified", "unverified", "unverified", "verified"])
    }

    @Test func `a floor from outside counts for every meter not yet seen`() throws {
        let floor = ReplayFloor(initial: FrameCounter(100))
        let frames = try [frame(100), frame(101), frame(99, serial: 2), frame(102, serial: 2)]
        #expect(try words(frames, floor: floor) == ["replay", "verified", "replay", "verified"])
    }

    @Test func `the floor can be read, kept and put back`() throws {
        let key = try SealedFrame.key()
        var pipeline = TelegramPipeline(keys: try Decoding.slots([key]))
        let bytes = try frame(7)
        var title: SystemTitle?
        pipeline.read(bytes.span) { event, _ in
            if case .telegram(let frame) = event { title = frame.header?.title }
        }
        let epoch = ReplayFloor.Epoch(
            title: try #require(title), keyFingerprint: key.fingerprint)
        #expect(pipeline.floor[epoch] == FrameCounter(7))
        var floor = ReplayFloor()
        #expect(floor[epoch] == nil)
        floor[epoch] = FrameCounter(9)
        #expect(try words([frame(9), frame(10)], floor: floor) == ["replay", "verified"])
        floor[epoch] = nil
        #expect(try words([frame(1)], floor: floor) == ["verified"])
    }

    @Test func `a replay is refused whole, and the frame behind it is found`() throws {
        let first = try frame(1)
        let decoding = Decoding(
            try first + first + frame(2), keys: try Decoding.slots([SealedFrame.key()]))
        let replay = try #require(decoding.discarded.first)
        #expect(replay.offset == first.count)
        #expect(replay.length == first.count)
        #expect(replay.header?.title.identity == "SAG1030700004097")
    }

    @Test func `W15 an order lowers the floor of its epoch only`() throws {
        let first = epoch(1)
        let second = epoch(2)
        var floor = ReplayFloor()
        (floor[first], floor[second]) = (FrameCounter(500), FrameCounter(600))
        // What the log of a gateway had no room for may be above what it has.
        var left = ReplayFloor()
        left[second] = FrameCounter(590)
        floor.take(left, of: first, since: floor)
        #expect(floor[first] == nil)
        #expect(floor[second] == FrameCounter(600))
        floor[first] = FrameCounter(3)
        floor.take(left, since: floor)
        #expect(floor[first] == nil)
        #expect(floor[second] == FrameCounter(590))
    }

    @Test func `W15 a frame that came while the order was carried out counts`() throws {
        let meter = epoch(1)
        var before = ReplayFloor()
        before[meter] = FrameCounter(500)
        var floor = before
        floor[meter] = FrameCounter(501)
        floor.take(ReplayFloor(), of: meter, since: before)
        #expect(floor[meter] == FrameCounter(501))
    }

    private func epoch(_ serial: UInt64) -> ReplayFloor.Epoch {
        ReplayFloor.Epoch(title: SystemTitle(0x5341_4767_7000_1000 + serial), keyFingerprint: "a")
    }
}
