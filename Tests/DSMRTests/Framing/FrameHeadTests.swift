// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// What may stand at the head of a frame, and what is no head.
struct FrameHeadTests {
    /// A frame with any title and any octets for its length, with the judge's tag.
    static func frame(title: [UInt8], length: [UInt8], payload: Int) -> [UInt8] {
        let bytes =
            [0xDB, UInt8(title.count)] + title + length + [0x30, 0, 0, 0, 1]
            + [UInt8](repeating: 0x55, count: payload)
        let checksum = CRC16.arc(bytes.span)
        let pair = [UInt8(checksum >> 8), UInt8(truncatingIfNeeded: checksum)]
        return bytes + (0..<6).flatMap { _ in pair }
    }

    @Test(
        arguments: [
            (0x12, [0x12]), (0x7F, [0x7F]), (0x12, [0x81, 0x12]), (0x80, [0x81, 0x80]),
            (0xFF, [0x81, 0xFF]), (0x12, [0x82, 0x00, 0x12]), (0x100, [0x82, 0x01, 0x00]),
            (0x3FF0, [0x82, 0x3F, 0xF0]), (0x12, [0x83, 0x00, 0x00, 0x12]),
            (0x200, [0x83, 0x00, 0x02, 0x00]), (0x12, [0x84, 0x00, 0x00, 0x00, 0x12]),
            (0x3FF0, [0x84, 0x00, 0x00, 0x3F, 0xF0]),
        ] as [(Int, [UInt8])])
    func `W7 every form of the length is read, longer ones than needed too`(
        _ length: Int, _ octets: [UInt8]
    ) {
        let frame = FrameHeadTests.frame(
            title: Framing.title, length: octets, payload: length - 17)
        let isTaken = frame.count <= FrameAccumulator.frameLimit
        let events = Framing.events(frame + [0])
        #expect(Framing.frames(events) == (isTaken ? [0..<frame.count] : []))
        #expect(Framing.covers(events, frame.count + 1))
        #expect(events == Framing.events((frame + [0]).map { [$0] }))
    }

    @Test(arguments: 0...8)
    func `titles of zero to eight bytes are read`(_ count: Int) {
        let frame = FrameHeadTests.frame(
            title: Array(Framing.title.prefix(count)), length: [0x30], payload: 0x30 - 17)
        #expect(Framing.frames(Framing.events(frame)) == [0..<frame.count])
    }

    @Test func `a title of nine bytes is no head`() {
        let frame = FrameHeadTests.frame(
            title: Framing.title + [9], length: [0x30], payload: 0x30 - 17)
        #expect(Framing.events(frame) == [noise(0, frame.count)])
    }

    @Test(arguments: [[0x80], [0x85, 0, 0, 0, 0, 0x30], [0xFF]] as [[UInt8]])
    func `W7 an indefinite length and one of more than four octets are bad heads`(_ octets: [UInt8])
    {
        let head = [0xDB, 8] + Framing.title + octets
        let events = Framing.events(head + [UInt8](repeating: 0x41, count: 60))
        #expect(Framing.discarded(events).first == "bad_header 0+11")
        #expect(Framing.covers(events, head.count + 60))
    }

    @Test func `W7 a length too small for control, counter, tag and one byte is a bad head`() {
        for control: UInt8 in [0x30, 0x20] {
            let least = control == 0x30 ? 18 : 6
            for length in 0...20 {
                let stream =
                    Framing.head(length: length, control: control)
                    + [UInt8](
                        repeating: 0x41, count: 60)
                let reason = Framing.discarded(Framing.events(stream)).first?.prefix { $0 != " " }
                let expected =
                    length < least
                    ? "bad_header" : control == 0x30 ? "wrong_key" : "unauthenticated"
                #expect(reason.map(String.init) == expected, "control \(control), length \(length)")
            }
        }
    }

    @Test func `only suites 0 to 2 without compression are heads`() {
        for byte in UInt8.min...UInt8.max {
            let stream =
                Framing.head(length: 40, control: byte) + [UInt8](repeating: 0x41, count: 60)
            let reason = Framing.discarded(Framing.events(stream)).first?.prefix { $0 != " " }
            let isHead = byte & 0x80 == 0 && byte & 0x0F <= 2
            #expect((reason != "bad_header") == isHead, "control \(byte)")
        }
    }

    @Test func `W6 a length beyond 16 KiB is oversize for 16 KiB or up to the next good frame`() {
        let head = [0xDB, 8] + Framing.title + [0x82, 0xFF, 0xFF, 0x30, 0, 0, 0, 1]
        let frame = Framing.frame([1, 2, 3])
        let noise = [UInt8](repeating: 0x41, count: 100)
        let cut = Framing.events(head + noise + frame + noise)
        #expect(Framing.discarded(cut) == ["oversize 0+118", "noise \(118 + frame.count)+100"])
        #expect(Framing.frames(cut).count == 1)
        let silent = Framing.events(head + noise)
        #expect(Framing.discarded(silent) == ["oversize 0+118"])
        let whole = Framing.events(head + [UInt8](repeating: 0x41, count: 70_000))
        #expect(Framing.discarded(whole) == ["oversize 0+16384", "noise 16384+53634"])
    }

    @Test(arguments: [
        [0xDB, 8] + Framing.title + [0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30, 0, 0, 0, 1],
        [0xDB, 8] + Framing.title + [0x82, 0xFF, 0xFF, 0x30, 0, 0, 0, 1],
        [0xDB, 8] + Framing.title + [0x82, 0x3F, 0xFF, 0xFF],
        Array("/EGM5G35\r\n\r\n".utf8) + [0, 0x82, 0xFF, 0xFF],
    ])
    func `W6 what a refused head announces hides the failures of 16 KiB at most`(head: [UInt8]) {
        var refused = Framing.frame([UInt8](repeating: 0x41, count: 1_000))
        refused[100] ^= 1
        let good = Framing.frame([1, 2, 3])
        let stream = good + head + (0..<40).flatMap { _ in refused }
        let events = Framing.events(stream)
        #expect(Framing.covers(events, stream.count))
        #expect(events == Framing.events(stream.map { [$0] }))
        let told = Framing.discarded(events)
        let hidden = (FrameAccumulator.frameLimit - head.count) / refused.count + 1
        #expect(told.count { $0.hasPrefix("wrong_key ") } == 40 - hidden)
        #expect(told.last == "wrong_key \(stream.count - refused.count)+\(refused.count)")
    }

    @Test func `the longest frame is taken, and one byte more is oversize`() {
        let room = FrameAccumulator.frameLimit - 18 - 12
        let longest = Framing.frame([UInt8](repeating: 0x41, count: room))
        #expect(Framing.frames(Framing.events(longest)) == [0..<FrameAccumulator.frameLimit])
        let longer = Framing.frame([UInt8](repeating: 0x41, count: room + 1))
        #expect(Framing.discarded(Framing.events(longer)) == ["oversize 0+16384", "noise 16384+1"])
    }

    @Test
    func `a clear telegram longer than 16 KiB is oversize and one of exactly 16 KiB is taken`() {
        func telegram(_ count: Int) -> [UInt8] {
            let empty = ClearTelegram.bytes(["0-0:96.13.0()"]).count
            return ClearTelegram.bytes([
                "0-0:96.13.0(\(String(repeating: "4", count: count - empty)))"
            ])
        }
        for count in 16_370...16_384 {
            #expect(Framing.frames(Framing.events(telegram(count))) == [0..<count])
        }
        for count in 16_385...16_400 {
            let events = Framing.events(telegram(count))
            #expect(Framing.frames(events).isEmpty)
            #expect(Framing.discarded(events).first?.hasPrefix("oversize 0+") == true, "\(count)")
            #expect(Framing.covers(events, count))
        }
    }

    private func noise(_ offset: Int, _ length: Int) -> FramingEvent {
        .discarded(Discarded(offset: offset, length: length, reason: .noise))
    }
}
