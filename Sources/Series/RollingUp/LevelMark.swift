// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How far a level has moved, told from the noise of its sensor.
///
/// A move counts, in full, once it is more than three and a half of the sensor's own steps and more
/// than a hundredth of the highest level ever seen: an echo that is a centimetre off is no rain. What
/// counted as gain less what counted as use is always the distance of the mark from where it began.
public struct LevelMark: Sendable, Hashable {
    /// How many values the step is learnt from: so few that a tank whose litres a centimetre change
    /// with its level is judged by the step where the level is, and that another formula soon counts.
    public static let valuesKept = 32

    /// The value's name, `volume_l`.
    public let name: String
    /// The level up to which moves were counted.
    public var mark: FixedPoint
    /// The highest level ever seen.
    public var highest: FixedPoint
    /// The latest values that differed from the one before, oldest first.
    public var values: [FixedPoint]

    /// Begins, or goes on, at a mark.
    public init(name: String, mark: FixedPoint, highest: FixedPoint, values: [FixedPoint] = []) {
        self.name = name
        self.mark = mark
        self.highest = highest
        self.values = values.isEmpty ? [mark] : values
    }

    /// Takes a level; what it gained and lost.
    mutating func move(to level: FixedPoint) -> (gain: FixedPoint, use: FixedPoint) {
        if highest.isLess(than: level) { highest = level }
        note(level)
        let nothing = FixedPoint(0, decimals: level.decimals)
        let move = level.minus(mark)
        let size = FixedPoint(Int64(clamping: move.mantissa.magnitude), decimals: move.decimals)
        let hundredth = FixedPoint(highest.mantissa / 100, decimals: highest.decimals)
        guard size.mantissa > 0, hundredth.isLess(than: size), noise.isLess(than: size) else {
            return (nothing, nothing)
        }
        mark = level
        return move.mantissa > 0 ? (size, nothing) : (nothing, size)
    }

    private mutating func note(_ level: FixedPoint) {
        guard values.last.map({ $0.minus(level).mantissa != 0 }) ?? true else { return }
        values.append(level)
        if values.count > LevelMark.valuesKept { values.removeFirst() }
    }

    /// Three and a half steps.
    ///
    /// A sensor that is one step off in either direction spans two, and three where the level lies
    /// between two of its values. A step is the smallest distance of two different ones of the latest
    /// values, and a last digit more, for they are rounded.
    private var noise: FixedPoint {
        let sorted = values.sorted { $0.isLess(than: $1) }
        let distances = zip(sorted.dropFirst(), sorted).map { $0.minus($1) }
            .filter { $0.mantissa > 0 }
        guard let least = distances.min(by: { $0.isLess(than: $1) }) else {
            return FixedPoint(0, decimals: mark.decimals)
        }
        let step = least.plus(FixedPoint(1, decimals: least.decimals))
        let half = FixedPoint(step.mantissa / 2, decimals: step.decimals)
        return step.plus(step).plus(step).plus(half)
    }
}
