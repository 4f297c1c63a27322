// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// How the bytes were cut into reads decides nothing.
struct ChunkIndependenceTests {
    @Test func `W9 random streams of traps give the same events however they are cut`() {
        var random = SeededGenerator(seed: 9)
        for round in 0..<(LongRun.isOn ? 50_000 : 1_000) {
            let stream = AdversarialStream(&random, pieces: 2 + random.below(14))
            let whole = Framing.events(stream.bytes)
            #expect(Framing.covers(whole, stream.bytes.count), "round \(round)")
            let accepted = Set(Framing.frames(whole))
            if !stream.holdsText, !whole.contains(where: Framing.isHeadOfText) {
                #expect(stream.good.allSatisfy(accepted.contains), "round \(round)")
            }
            #expect(whole == Framing.events(stream.bytes.map { [$0] }), "bytewise, round \(round)")
            for _ in 0..<3 {
                let cut = stream.cut(&random)
                #expect(whole == Framing.events(cut), "round \(round)")
            }
        }
    }

    @Test
    func `W9 long streams with frames near the limit give the same events however they are cut`() {
        var random = SeededGenerator(seed: 99)
        for round in 0..<(LongRun.isOn ? 1_000 : 20) {
            let stream = AdversarialStream(&random, pieces: 30, longest: 16_000)
            let whole = Framing.events(stream.bytes)
            #expect(Framing.covers(whole, stream.bytes.count), "round \(round)")
            for _ in 0..<2 { #expect(whole == Framing.events(stream.cut(&random))) }
        }
    }

    @Test func `W9 every cut of a stream in two gives the same events`() {
        let frame = Framing.frame(Array("\r\n/ABC5\r\n\u{DB}!".utf8))
        let telegram = ClearTelegram.luxembourg(3, lines: 3)
        let stream =
            frame + telegram + Framing.head(length: 60) + telegram + frame.dropLast(3) + frame
        let whole = Framing.events(stream)
        #expect(Framing.frames(whole).count == 4)
        for cut in 0...stream.count {
            #expect(whole == Framing.events([Array(stream[..<cut]), Array(stream[cut...])]))
        }
    }

    @Test func `a sealed envelope counts as one only right behind the header line`() {
        let inside = Array("/ABC5\r\n1-0:1.8.0(1)\r\n".utf8) + [0, 0x82, 0, 0x10]
        let stream = inside + Array("0123456789abcdef!FFFF\r\n".utf8)
        let whole = Framing.events(stream)
        #expect(whole == Framing.events(stream.map { [$0] }))
        #expect(Framing.discarded(whole) == ["truncated 0+\(stream.count)"])
    }

    @Test func `a sealed envelope is one stretch, and the frame behind it is found`() {
        let envelope =
            Array("/EGM5G35\r\n\r\n".utf8) + [0, 0x82, 0, 4, 0x30, 1, 2, 3]
            + Array("!FE0C\r\n".utf8)
        let frame = Framing.frame([1, 2, 3])
        let events = Framing.events(envelope + frame)
        #expect(Framing.discarded(events) == ["unsupported 0+\(envelope.count)"])
        #expect(Framing.frames(events).count == 1)
        #expect(events == Framing.events((envelope + frame).map { [$0] }))
    }
}
