// SPDX-License-Identifier: Apache-2.0
import Readings

/// A gas or water meter that the electricity meter asks over M-Bus every few minutes.
///
/// Between two such captures its index stands still, as with the real ones.
struct MBusDevice: Sendable {
    /// EN 13757-3: 3 is gas, 7 is water.
    let type: Int
    /// 30 hex digits.
    let identifier: String
    private let seed: UInt64
    private let period: Int64
    private let usual: ClosedRange<Int>
    /// Litres, three decimals of a cubic metre.
    private var litres: Int64
    /// When the index was read last.
    private(set) var captured: UTCTime

    /// A gas meter, read on the hour.
    static func gas(seed: UInt64, start: UTCTime) -> MBusDevice {
        MBusDevice(
            type: 3, maker: "7FLO21", period: 3_600, usual: 0...420, seed: seed, start: start)
    }

    /// A water meter, read each quarter of an hour.
    static func water(seed: UInt64, start: UTCTime) -> MBusDevice {
        MBusDevice(type: 7, maker: "8SAT12", period: 900, usual: 0...25, seed: seed, start: start)
    }

    private init(
        type: Int, maker: String, period: Int64, usual: ClosedRange<Int>, seed: UInt64,
        start: UTCTime
    ) {
        self.type = type
        self.seed = seed
        self.period = period
        self.usual = usual
        let number = SeededRandom.mix(seed, UInt64(type), 0, in: 100_000_000...999_999_999)
        identifier = HexText.upper((maker + String(number)).utf8)
        litres = Int64(SeededRandom.mix(seed, UInt64(type), 1, in: 90_000...9_000_000))
        captured = UTCTime(seconds: start.seconds / period * period)
    }

    /// The index in cubic metres.
    var index: FixedPoint { FixedPoint(litres % 100_000_000, decimals: 3) }

    /// Makes the captures that were due until then.
    mutating func advance(to time: UTCTime) {
        while captured.seconds + period <= time.seconds {
            captured = UTCTime(seconds: captured.seconds + period)
            litres += Int64(SeededRandom.mix(seed, UInt64(type), captured.seconds, in: usual))
        }
    }
}
