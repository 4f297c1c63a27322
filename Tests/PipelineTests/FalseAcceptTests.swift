// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// Nothing is believed that a meter did not seal.
struct FalseAcceptTests {
    /// Feeds streams to one pipeline and holds each accepted frame against the frames that were sealed.
    struct Examiner {
        private var pipeline: TelegramPipeline
        private var fed = 0
        private let originals: Set<[UInt8]>
        private(set) var genuine = 0
        private(set) var forged: [[UInt8]] = []

        init(_ originals: [[UInt8]], _ policy: OpeningPolicy = OpeningPolicy()) throws {
            self.originals = Set(originals.map(Examiner.sealed))
            pipeline = TelegramPipeline(
                keys: try Decoding.slots([SealedFrame.key()]), policy: policy)
        }

        /// A frame without the octets of its length, which no tag covers: `82 00 71` and `71` say the same.
        private static func sealed(_ frame: [UInt8]) -> [UInt8] {
            let length = 2 + Int(frame[1])
            let octets = frame[length] < 0x80 ? 1 : 1 + Int(frame[length] - 0x80)
            return Array(frame[..<length] + frame[(length + octets)...])
        }

        mutating func examine(_ stream: [UInt8]) {
            var accepted: [Range<Int>] = []
            let base = fed
            func note(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
                guard case .telegram(let frame) = event else { return }
                accepted.append((frame.offset - base)..<(frame.offset - base + frame.length))
            }
            pipeline.floor = ReplayFloor()
            pipeline.read(stream.span, note)
            pipeline.gap(note)
            fed += stream.count
            for range in accepted {
                if originals.contains(Examiner.sealed(Array(stream[range]))) {
                    genuine += 1
                } else {
                    forged.append(Array(stream[range]))
                }
            }
        }
    }

    private func originals() throws -> [[UInt8]] {
        try (0..<6).map { number in
            var frame = SealedFrame(counter: UInt32(100 + number))
            frame.control = number == 5 ? 0x10 : 0x30
            frame.title[7] = UInt8(number / 3)
            return try frame.bytes(
                ClearTelegram.luxembourg(number, lines: 2 + number), key: SealedFrame.key())
        }
    }

    @Test func `W2 no single bit of a frame can be changed`() throws {
        let frames = try originals()
        for frame in [frames[2], frames[5]] {
            var examiner = try Examiner(frames)
            for bit in 0..<(8 * frame.count) {
                var changed = frame
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                examiner.examine(changed)
            }
            #expect(examiner.forged.isEmpty)
            #expect(examiner.genuine == 0)
            examiner.examine(frame)
            #expect(examiner.genuine == 1)
        }
    }

    @Test func `Goal G2 no mutated frame is accepted whose sealed bytes are not an original's`()
        throws
    {
        let frames = try originals()
        var strangers = try [SealedFrame.key(2), SealedFrame.key(3)].map {
            try SealedFrame(counter: 9).bytes(ClearTelegram.luxembourg(9, lines: 4), key: $0)
        }
        var other = SealedFrame(counter: 9)
        other.authenticationKey = try AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
        strangers.append(
            try other.bytes(ClearTelegram.luxembourg(9, lines: 4), key: SealedFrame.key()))
        let count = LongRun.isOn ? 10_000_000 : 200_000
        var random = SeededGenerator(seed: 2)
        var examiner = try Examiner(frames)
        for _ in 0..<count {
            examiner.examine(Mutation.any(of: frames, strangers: strangers, &random))
        }
        print(
            "figures: \(count) mutated frames, \(examiner.forged.count) forged accepted,",
            "\(examiner.genuine) originals among them")
        #expect(examiner.forged.isEmpty)
    }
}
