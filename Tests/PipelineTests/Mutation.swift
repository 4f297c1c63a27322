// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// Frames that nobody sealed, made from frames that somebody did.
enum Mutation {
    /// One mutation, chosen at random.
    static func any(
        of frames: [[UInt8]], strangers: [[UInt8]], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var frame = frames[random.below(frames.count)]
        let other = frames[random.below(frames.count)]
        switch random.below(12) {
        case 0: flip(&frame, bits: 1, &random)
        case 1: flip(&frame, bits: 2 + random.below(30), &random)
        case 2: frame.removeLast(1 + random.below(frame.count - 1))
        case 3: frame.removeFirst(1 + random.below(frame.count - 1))
        case 4: frame.remove(at: random.below(frame.count))
        case 5:
            frame.insert(UInt8(truncatingIfNeeded: random.next()), at: random.below(frame.count))
        case 6:
            frame =
                frame.prefix(random.below(frame.count)) + other.suffix(random.below(other.count))
        case 7: frame.replaceSubrange((frame.count - 12)..., with: other.suffix(12))
        // Title, length, control or counter.
        case 8: frame[2 + random.below(16)] = UInt8(truncatingIfNeeded: random.next())
        case 9: frame.replaceSubrange(2..<10, with: other[2..<10])
        case 10: frame.replaceSubrange(14..<18, with: random.bytes(4))
        default: frame = strangers[random.below(strangers.count)]
        }
        return frame
    }

    private static func flip(_ frame: inout [UInt8], bits: Int, _ random: inout SeededGenerator) {
        for _ in 0..<bits {
            let bit = random.below(8 * frame.count)
            frame[bit / 8] ^= 1 << UInt8(bit % 8)
        }
    }
}
