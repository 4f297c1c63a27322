// SPDX-License-Identifier: Apache-2.0

/// Random numbers that depend on a seed alone, the same on every machine and with every compiler.
///
/// SplitMix64. The standard library's generators may change how they draw from a range; a street
/// that must come out the same years later draws by itself.
struct SeededRandom: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededRandom.scramble(state)
    }

    /// A number from 0 up to, but not including, `bound`; 0 when there is none.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// So many bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A number that depends on three others and nothing else: noise that needs no memory.
    static func mix(_ seed: UInt64, _ stream: UInt64, _ index: Int64) -> UInt64 {
        scramble(scramble(seed &+ stream &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bitPattern: index))
    }

    /// As ``mix(_:_:_:)``, brought into a range.
    static func mix(_ seed: UInt64, _ stream: UInt64, _ index: Int64, in range: ClosedRange<Int>)
        -> Int
    {
        range.lowerBound + Int(mix(seed, stream, index) % UInt64(range.count))
    }

    private static func scramble(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
