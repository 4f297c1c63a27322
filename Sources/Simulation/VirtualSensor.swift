// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A MaxBotix MB7060 over a rainwater tank: `R`, three digits of centimetres, carriage return.
///
/// A pure function of its seed and the time: the water sinks by day, rain fills it up again.
public struct VirtualSensor: Sendable {
    /// What the owner calls it.
    public let id: MeterID
    private let seed: UInt64

    /// Distance in centimetres that means "no target".
    public static let noTarget = 765

    /// Builds the sensor with this number of a street.
    public init(id: MeterID, number: Int = 0, seed: UInt64) {
        self.id = id
        self.seed = SeededRandom.mix(seed, 200, Int64(number))
    }

    /// What it measures at a moment, 30 to 199 cm.
    public func distance(at time: UTCTime) -> Int {
        // A week from full to nearly empty, with a centimetre of ripples.
        let week: Int64 = 7 * 86_400
        let shifted = time.seconds + Int64(SeededRandom.mix(seed, 1, 0) % UInt64(week))
        let level = 32 + Int((shifted % week) * 164 / week)
        return level + SeededRandom.mix(seed, 2, time.milliseconds / 100, in: -1...1)
    }

    /// The line of a distance.
    public static func line(_ distance: Int) -> SensorLine { SensorLine(distance: distance) }
}
