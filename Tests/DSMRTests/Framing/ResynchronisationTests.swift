// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// One damage, anywhere: what is lost is the damaged frame and nothing else.
struct ResynchronisationTests {
    static let noise = Array("noise without a start, 0123456789".utf8)

    @Test func `W1 noise before, between and behind frames harms none of them`() {
        let frame = Framing.frame(Array(repeating: 0x41, count: 100))
        let noise = ResynchronisationTests.noise
        let stream = noise + frame + noise + frame + noise
        let events = Framing.events(stream)
        let size = frame.count
        #expect(Framing.frames(events) == [33..<(33 + size), (66 + size)..<(66 + 2 * size)])
        #expect(
            Framing.discarded(events) == [
                "noise 0+33", "noise \(33 + size)+33", "noise \(66 + 2 * size)+33",
            ])
    }

    @Test func `W4 a frame cut off at any length costs only itself`() {
        let frame = Framing.frame(Array(repeating: 0x41, count: 60))
        for count in 0..<frame.count {
            let stream = frame[..<count] + frame + frame
            let events = Framing.events(Array(stream))
            let size = frame.count
            #expect(
                Framing.frames(events) == [
                    count..<(count + size), (count + size)..<(count + 2 * size),
                ],
                "cut at \(count)")
            #expect(Framing.covers(events, stream.count))
        }
    }

    @Test func `W4 a clear telegram cut off at any length costs only itself`() {
        let telegram = ClearTelegram.luxembourg(1, lines: 4)
        for count in 0..<(telegram.count - 1) {
            let stream = telegram[..<count] + telegram
            let events = Framing.events(Array(stream))
            // Of the last one only the line end is missing: it is whole.
            let whole = count == telegram.count - 2 ? [0..<count] : []
            #expect(
                Framing.frames(events) == whole + [count..<(count + telegram.count)],
                "cut at \(count)")
            #expect(Framing.covers(events, stream.count))
        }
    }

    @Test func `W3 a byte lost at any position of the third of five frames loses that frame only`()
    {
        everyDamage { frame, position in Array(frame[..<position] + frame[(position + 1)...]) }
    }

    @Test
    func `W3 a byte inserted at any position of the third of five frames loses that frame only`() {
        for inserted: UInt8 in [0x00, 0xDB, 0x2F, 0x21, 0xFF] {
            everyDamage(from: 1) { frame, position in
                Array(frame[..<position] + [inserted] + frame[position...])
            }
        }
    }

    @Test
    func `W2 a byte changed at any position of the third of five frames loses that frame only`() {
        for flip: UInt8 in [0x01, 0x80, 0xFF] {
            everyDamage { frame, position in
                var frame = frame
                frame[position] ^= flip
                return frame
            }
        }
    }

    /// Five frames, the third damaged at each position in turn.
    private func everyDamage(from first: Int = 0, _ damage: ([UInt8], Int) -> [UInt8]) {
        var random = SeededGenerator(seed: 3)
        let frames = (0..<5).map { Framing.frame(random.bytes(80), counter: $0) }
        for position in first..<frames[2].count {
            let broken = damage(frames[2], position)
            // A DB in front of a frame's own DB leaves the frame whole.
            guard broken.suffix(frames[2].count) != frames[2][...] else { continue }
            let stream = frames[0] + frames[1] + broken + frames[3] + frames[4]
            let events = Framing.events(stream)
            let found = Framing.frames(events).map { Array(stream[$0]) }
            #expect(found == [frames[0], frames[1], frames[3], frames[4]], "position \(position)")
            #expect(Framing.covers(events, stream.count))
        }
    }

    @Test func `W5 heads inside a frame's payload cost nothing`() {
        var random = SeededGenerator(seed: 5)
        for inside in 1..<FrameAccumulator.depth {
            var payload: [UInt8] = []
            for _ in 0..<inside {
                payload += random.bytes(20) + Framing.head(length: 300 + random.below(9_000))
            }
            let frame = Framing.frame(payload + random.bytes(40))
            let stream = frame + Framing.frame(random.bytes(50))
            let events = Framing.events(stream)
            #expect(Framing.frames(events) == [0..<frame.count, frame.count..<stream.count])
        }
    }

    @Test func `W5 a chain of heads, one in the other, hides no frame inside`() {
        for announced in [40, 200, 1_000, 16_000] {
            for count in 1...12 {
                let heads = (0..<count).flatMap { _ in Framing.head(length: announced) }
                let frame = Framing.frame(Array(repeating: 0x55, count: 90))
                let stream = heads + frame + frame
                let events = Framing.events(stream)
                let size = frame.count
                let start = heads.count
                #expect(
                    Framing.frames(events) == [
                        start..<(start + size), (start + size)..<(start + 2 * size),
                    ])
                #expect(Framing.covers(events, stream.count))
            }
        }
    }

    @Test func `W6 a false head of 16 KiB delays no frame behind it`() {
        let frame = Framing.frame(Array(repeating: 0x41, count: 200))
        var accumulator = FrameAccumulator()
        var judge = ChecksumJudge()
        var events: [FramingEvent] = []
        let head = Framing.head(length: 16_000)
        for piece in [head, frame, frame, frame] {
            accumulator.append(piece.span)
            while let event = accumulator.next(&judge) { events.append(event) }
            let seen = Framing.frames(events).count
            if piece != head { #expect(Framing.frames(events).last?.count == frame.count) }
            #expect(seen == (piece == head ? 0 : events.count - 1), "each frame at once")
        }
        #expect(Framing.discarded(events) == ["truncated 0+18"])
        #expect(Framing.frames(events).count == 3)
    }

    @Test func `a slash in front of a clear telegram's header line does not hide the telegram`() {
        let telegram = ClearTelegram.luxembourg(1, lines: 3)
        for prefix in ["/", "/A", "/ABC", "/ABC5", "/ABC5\\old/XYZ", "///"] {
            let stream = Array(prefix.utf8) + telegram
            let events = Framing.events(stream)
            #expect(Framing.frames(events) == [prefix.utf8.count..<stream.count], "\(prefix)")
            #expect(Framing.covers(events, stream.count))
        }
    }
}
