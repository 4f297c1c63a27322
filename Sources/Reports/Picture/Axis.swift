// SPDX-License-Identifier: Apache-2.0
import Readings

/// The ends of a vertical axis and the numbers along it.
struct Axis {
    /// The numbers along it, from below.
    let ticks: [FixedPoint]
    let bottom: Double
    let top: Double
    /// How many decimals its numbers need.
    let decimals: UInt8

    /// Makes an axis from what is to be seen below and above zero, both not negative, with about
    /// that many steps.
    init(below: Double, above: Double, steps: Int = 5) {
        let least = 0.000_5
        let span = max(below + above, least)
        var power: Int8 = -3
        var step = FixedPoint(1, decimals: 3)
        let factors: [Int64] = [1, 2, 5]
        search: while power < 9 {
            for factor in factors {
                step = Axis.number(factor, power)
                if span / step.approximation <= Double(steps) { break search }
            }
            power += 1
        }
        // What no meter of a house can mean is not drawn to scale.
        let size = max(step.approximation, span / Double(4 * steps))
        // Some air above and below what is drawn.
        top = max(above * 1.1, below > 0 ? size * 0.5 : least)
        bottom = below > 0 ? -below * 1.1 : 0
        ticks = (-Int64(-bottom / size)...Int64(top / size)).map {
            FixedPoint(step.mantissa * $0, decimals: step.decimals)
        }
        decimals = step.decimals
    }

    /// What gnuplot is told, the unit behind the uppermost number.
    func lines(_ words: Words, unit: String) -> [String] {
        let texts = ticks.map { tick in
            // What flows back is drawn downwards; its amount is no less an amount.
            let amount = FixedPoint(abs(tick.mantissa), decimals: tick.decimals)
            let number = words.number(amount, decimals: decimals)
            return "'\(number)\(tick == ticks.last ? " \(unit)" : "")' \(tick)"
        }
        return [
            "set yrange [\(bottom):\(top)]", "set ytics (\(texts.joined(separator: ", ")))",
        ]
    }

    private static func number(_ factor: Int64, _ power: Int8) -> FixedPoint {
        if power < 0 { return FixedPoint(factor, decimals: UInt8(-power)) }
        var mantissa = factor
        for _ in 0..<power { mantissa *= 10 }
        return FixedPoint(mantissa)
    }
}
