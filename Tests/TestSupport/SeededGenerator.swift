// SPDX-License-Identifier: Apache-2.0

/// A random sequence that is the same in every run.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next number: SplitMix64.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below a limit, which is at least 1.
    public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// Bytes in pieces of random lengths, `longest` at most.
    public mutating func cut(_ bytes: [UInt8], longest: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let stop = min(bytes.count, start + 1 + below(longest))
            pieces.append(Array(bytes[start..<stop]))
            start = stop
        }
        return pieces
    }

    /// Bytes of noise.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
