// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline

/// A stream of good frames with something bad between any two of them, read in pieces of 1 KiB.
struct HostileStream {
    /// What stands between the good frames.
    enum Kind: String, CaseIterable {
        /// Nothing: what the others are compared with.
        case good
        /// As many random bytes as a frame has.
        case garbage
        /// A frame of which the end is missing.
        case cut
        /// A whole frame with a wrong tag.
        case wrongTag = "wrong-tag"
        /// All three.
        case mixed
        /// Heads of frames that are none, each announcing 16 KiB, one every 18 bytes.
        case falseStarts = "false-starts"
    }

    /// The stream.
    let bytes: [UInt8]
    private let good: Int
    private var pipeline: TelegramPipeline
    private static let pairs = 32

    init(_ kind: Kind) throws {
        let ring = try FrameRing(count: 2 * HostileStream.pairs)
        guard let slot = KeySlot(key: ring.key) else { throw BenchError.noCipher }
        var random = RandomBytes(seed: 1)
        var bytes: [UInt8] = []
        for pair in 0..<HostileStream.pairs {
            bytes += HostileStream.bad(kind, Array(ring[2 * pair]), pair, &random)
            bytes += ring[2 * pair + 1]
        }
        self.bytes = bytes
        good = HostileStream.pairs * (kind == .good ? 2 : 1)
        pipeline = TelegramPipeline(keys: [slot])
    }

    /// Refuses to time a path that loses one of the good frames.
    mutating func check() throws {
        let accepted = pass()
        guard accepted == good else {
            throw BenchError.wrongResult(accepted: accepted, expected: good)
        }
    }

    /// Reads the stream so often.
    mutating func pass(times: Int) {
        for _ in 0..<times { precondition(pass() == good, "a frame is missing") }
    }

    private mutating func pass() -> Int {
        let bytes = bytes
        pipeline.floor = ReplayFloor()
        var accepted = 0
        var start = 0
        while start < bytes.count {
            let stop = min(bytes.count, start + 1_024)
            pipeline.read(bytes.span.extracting(start..<stop)) { event, _ in
                if case .telegram = event { accepted += 1 }
            }
            start = stop
        }
        pipeline.gap { _, _ in }
        return accepted
    }

    private static func bad(
        _ kind: Kind, _ frame: [UInt8], _ number: Int, _ random: inout RandomBytes
    ) -> [UInt8] {
        switch kind {
        case .good: return frame
        case .garbage: return random.bytes(frame.count)
        case .cut: return Array(frame.prefix(20 + random.below(frame.count - 40)))
        case .wrongTag:
            var frame = frame
            frame[frame.count - 1 - random.below(12)] ^= 1 << UInt8(random.below(8))
            return frame
        case .mixed: return bad([.garbage, .cut, .wrongTag][number % 3], frame, number, &random)
        case .falseStarts:
            // Each head has the title and the counter of a frame, so that nothing but its tag betrays it.
            var head = Array(frame.prefix(18))
            (head[11], head[12]) = (0x3F, 0xF0)
            return (0..<(frame.count / 18)).flatMap { _ in head }
        }
    }
}
