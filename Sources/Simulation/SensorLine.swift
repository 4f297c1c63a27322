// SPDX-License-Identifier: Apache-2.0
import Readings

/// One line of an MB7060 and the values that a reader gets from it.
public struct SensorLine: Sendable, Hashable {
    /// Five bytes, such as `R123` and a carriage return.
    public let bytes: [UInt8]
    /// The distance, and the volume by the formula of the street's `meters.yaml`; none without a
    /// target.
    public let readings: [SentReading]

    init(distance: Int) {
        let digits = TelegramText.padded(FixedPoint(Int64(distance)), digits: 3)
        bytes = Array("R\(digits)\r".utf8)
        guard distance != VirtualSensor.noTarget else {
            readings = []
            return
        }
        var found = [SentReading(name: "distance_cm", value: String(distance))]
        // (204.5 − x) × 51.07, in thousandths of a litre, rounded half away from zero; the tank's
        // own limits.
        let millilitres = (2_045 - 10 * distance) * 5_107
        let litres = (abs(millilitres) + 500) / 1_000
        if millilitres >= 0, litres <= 10_443 {
            found.append(SentReading(name: "volume_l", value: String(litres)))
        }
        readings = found
    }
}
