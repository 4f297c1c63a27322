// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// What a silence decides.
struct SilenceTests {
    private var accumulator = FrameAccumulator()
    private var judge = ChecksumJudge()

    private mutating func append(_ bytes: [UInt8]) -> [FramingEvent] {
        accumulator.append(bytes.span)
        return drain()
    }

    private mutating func gap() -> [FramingEvent] {
        accumulator.gap()
        return drain()
    }

    private mutating func drain() -> [FramingEvent] {
        var events: [FramingEvent] = []
        while let event = accumulator.next(&judge) { events.append(event) }
        return events
    }

    @Test mutating func `W4 a silence inside a frame ends it, and its rest is noise`() {
        let frame = Framing.frame([UInt8](repeating: 0x41, count: 50))
        #expect(append(Array(frame[..<40])).isEmpty)
        #expect(accumulator.pendingBytes == 40)
        #expect(accumulator.missingBytes == frame.count - 40)
        #expect(Framing.discarded(gap()) == ["truncated 0+40"])
        #expect(accumulator.pendingBytes == 0)
        #expect(accumulator.missingBytes == nil)
        #expect(append(Array(frame[40...])).isEmpty)
        #expect(accumulator.pendingNoise == 40)
        #expect(Framing.discarded(gap()) == ["noise 40+40"])
    }

    @Test(arguments: [
        [0xDB, 8] + Framing.title + [0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30, 0, 0, 0, 1],
        [0xDB, 8] + Framing.title + [0x82, 0x3F, 0xFF, 0xFF],
        Array("/EGM5G35\r\n\r\n".utf8) + [0, 0x82, 0xFF, 0xFF],
    ])
    mutating func `W6 a refused head right behind a frame waits, and the silence ends it`(
        head: [UInt8]
    ) {
        let frame = Framing.frame([1, 2, 3])
        var refused = frame
        refused[19] ^= 1
        #expect(append(frame) == [.frame(offset: 0, length: frame.count)])
        #expect(append(head + [0, 0]).isEmpty)
        #expect(accumulator.pendingBytes == head.count + 2, "somebody has to end it")
        #expect(gap().count == 1)
        #expect(accumulator.pendingBytes == 0)
        let told = Framing.discarded(append(refused) + gap())
        #expect(told == ["wrong_key \(frame.count + head.count + 2)+\(refused.count)"])
    }

    @Test mutating func `a silence where nothing waits says nothing`() {
        #expect(gap().isEmpty)
        let frame = Framing.frame([1, 2, 3])
        #expect(append(frame) == [.frame(offset: 0, length: frame.count)])
        #expect(gap().isEmpty)
        #expect(gap().isEmpty)
        #expect(append(frame) == [.frame(offset: frame.count, length: frame.count)])
    }

    @Test mutating func `frames go on behind a silence at the right offsets`() {
        let frame = Framing.frame([1, 2, 3])
        var told: [FramingEvent] = []
        for round in 0..<40 {
            told += append(Array(frame[..<(round % frame.count)]))
            told += gap()
            told += append(frame)
        }
        #expect(Framing.frames(told).count == 40)
        let count = (0..<40).reduce(0) { $0 + $1 % frame.count + frame.count }
        #expect(Framing.covers(told, count))
    }

    @Test
    mutating func `clear telegrams inside a false frame come out at the latest with the silence`() {
        let telegram = ClearTelegram.luxembourg(1, lines: 3)
        let stream = Framing.head(length: 9_000, control: 0x10) + telegram + telegram
        #expect(append(stream).isEmpty)
        let events = gap()
        let size = telegram.count
        #expect(Framing.frames(events) == [18..<(18 + size), (18 + size)..<(18 + 2 * size)])
        #expect(Framing.covers(events, stream.count))
    }

    @Test mutating func `clear telegrams inside a false encrypted frame come out at once`() {
        let telegram = ClearTelegram.luxembourg(1, lines: 3)
        #expect(append(Framing.head(length: 9_000)).isEmpty)
        let events = append(telegram)
        #expect(Framing.frames(events) == [18..<(18 + telegram.count)])
        #expect(Framing.discarded(events) == ["truncated 0+18"])
    }

    @Test mutating func `a telegram whose last line end is missing ends with the silence`() {
        let telegram = ClearTelegram.luxembourg(1, lines: 3)
        for missing in 1...2 {
            var events = append(Array(telegram.dropLast(missing)))
            events += gap()
            #expect(Framing.frames(events).map(\.count) == [telegram.count - missing])
        }
    }

    @Test mutating func `the head of a frame that is too short to be read counts as truncated`() {
        let frame = Framing.frame([1, 2, 3])
        for count in 5..<18 {
            #expect(append(Array(frame[..<count])).isEmpty)
            #expect(gap().map { Framing.discarded([$0]) }.count == 1)
        }
        let start = (5..<18).reduce(0, +)
        #expect(append(Array(frame[..<4])).isEmpty)
        #expect(Framing.discarded(gap()) == ["noise \(start)+4"])
        #expect(append(Array(frame[..<5])).isEmpty)
        #expect(Framing.discarded(gap()) == ["truncated \(start + 4)+5"])
    }
}
