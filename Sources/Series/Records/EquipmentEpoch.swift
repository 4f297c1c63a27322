// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One meter behind one name: from its first telegram to its last.
///
/// Sums go across epochs; the name stays when the operator exchanges the meter.
public struct EquipmentEpoch: Sendable, Hashable {
    /// Which name.
    public let meter: MeterID
    /// Counts from 1.
    public let number: Int
    /// The meter's own name or system title; `nil` if it does not say.
    public var equipment: String?
    /// Its first telegram, by its clock.
    public let from: UTCTime
    /// Its last telegram; for the meter that is in place, the latest.
    public var to: UTCTime
    /// Whether another meter has taken its place, or its registers began anew.
    public var isClosed: Bool
    /// The registers of its first telegram.
    public let opening: [RegisterAmount]
    /// The registers of its last telegram.
    public var closing: [RegisterAmount]

    /// Puts it together.
    public init(
        meter: MeterID, number: Int, equipment: String?, from: UTCTime, to: UTCTime,
        isClosed: Bool = false, opening: [RegisterAmount], closing: [RegisterAmount]
    ) {
        self.meter = meter
        self.number = number
        self.equipment = equipment
        self.from = from
        self.to = to
        self.isClosed = isClosed
        self.opening = opening
        self.closing = closing
    }
}
