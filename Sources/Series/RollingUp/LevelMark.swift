// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How far a level has moved, told from the noise of its sensor.
///
/// A move counts, in full, once it is more than a hundredth of the highest level ever seen: an echo
/// that is a centimetre off is no rain. What counted as gain less what counted as use is always the
/// distance of the mark from where it began.
public struct LevelMark: Sendable, Hashable {
    /// The value's name, `volume_l`.
    public let name: String
    /// The level up to which moves were counted.
    public var mark: FixedPoint
    /// The highest level ever seen.
    public var highest: FixedPoint

    /// Begins, or goes on, at a mark.
    public init(name: String, mark: FixedPoint, highest: FixedPoint) {
        self.name = name
        self.mark = mark
        self.highest = highest
    }

    /// Takes a level; what it gained and lost.
    mutating func move(to level: FixedPoint) -> (gain: FixedPoint, use: FixedPoint) {
        if highest.isLess(than: level) { highest = level }
        let nothing = FixedPoint(0, decimals: level.decimals)
        let move = level.minus(mark)
        let size = FixedPoint(Int64(clamping: move.mantissa.magnitude), decimals: move.decimals)
        let band = FixedPoint(highest.mantissa / 100, decimals: highest.decimals)
        guard size.mantissa > 0, band.isLess(than: size) else { return (nothing, nothing) }
        mark = level
        return move.mantissa > 0 ? (size, nothing) : (nothing, size)
    }
}
