// SPDX-License-Identifier: Apache-2.0

/// How a stream is cut into reads: by chance that depends on a seed alone.
public struct Cuts {
    private var state: UInt64

    /// Two bytes choose one of 65,536 ways.
    public init(seed: UInt8, _ more: UInt8) { state = UInt64(seed) << 8 | UInt64(more) }

    /// Reads that make up so many bytes; empty ones and single bytes are among them, and a few long ones.
    public mutating func ranges(of count: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < count {
            let most = [1, 3, 20, 300, 5_000][Int(next() % 5)]
            let stop = min(count, start + Int(next() % UInt64(most + 1)))
            ranges.append(start..<stop)
            start = stop
        }
        return ranges
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
