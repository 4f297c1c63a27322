// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// After any single damage the next good frame is read.
struct ResynchronisationTests {
    @Test func `Goal G3 one damage in a stream of five frames loses at most that frame`() throws {
        let rounds = LongRun.isOn ? 100_000 : 1_500
        var random = SeededGenerator(seed: 33)
        let key = try SealedFrame.key()
        let pipeline = TelegramPipeline(keys: try Decoding.slots([key]))
        let frames = try (0..<40).map { number in
            try SealedFrame(counter: UInt32(number)).bytes(
                ClearTelegram.luxembourg(number, lines: 1 + number % 9), key: key)
        }
        var lost = 0
        for round in 0..<rounds {
            let first = random.below(frames.count - 5)
            var five = Array(frames[first..<(first + 5)])
            let hit = random.below(5)
            five[hit] = damaged(five[hit], &random)
            let stream = five.flatMap { $0 }
            let whole = Decoding([stream], with: pipeline)
            let counters = Set(whole.accepted.compactMap { $0.header?.counter.value })
            let wanted = (0..<5).filter { $0 != hit }.map { UInt32(first + $0) }
            #expect(counters.isSuperset(of: wanted), "round \(round)")
            #expect(whole.covers(stream.count), "round \(round)")
            lost += 5 - counters.count
            let cut = pieces(stream, &random)
            #expect(Decoding(cut, with: pipeline).lines == whole.lines, "round \(round)")
        }
        print("figures: \(rounds) damaged streams, \(lost) damaged frames lost, no good one")
        #expect(lost <= rounds)
    }

    private func damaged(_ frame: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let at = random.below(frame.count)
        switch random.below(7) {
        case 0: return Array(frame[..<at] + frame[(at + 1)...])
        case 1: return frame[..<at] + [UInt8(truncatingIfNeeded: random.next())] + frame[at...]
        case 2:
            var frame = frame
            frame[at] ^= 1 << UInt8(random.below(8))
            return frame
        case 3: return Array(frame[..<at])
        case 4: return Array(frame[at...])
        case 5: return frame[..<at] + random.bytes(1 + random.below(60)) + frame[at...]
        default: return frame + frame[..<at]
        }
    }

    private func pieces(_ stream: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        let longest = [1, 16, 64, 700][random.below(4)]
        return random.cut(stream, longest: longest)
    }

    @Test func `W1 a tenth of a megabyte of noise between frames harms none of them`() throws {
        var random = SeededGenerator(seed: 1)
        let key = try SealedFrame.key()
        var stream: [UInt8] = []
        for counter in UInt32(1)...100 {
            stream += random.bytes(random.below(2_000))
            stream += try SealedFrame(counter: counter).bytes(
                ClearTelegram.luxembourg(Int(counter), lines: 12), key: key)
        }
        let decoding = Decoding(stream, keys: try Decoding.slots([key]))
        #expect(decoding.accepted.compactMap { $0.header?.counter.value } == Array(1...100))
        #expect(decoding.covers(stream.count))
    }
}
