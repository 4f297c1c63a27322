// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What went by unseen in a silence: one amount for each register, known exactly, never spread over
/// the time.
public struct MissingEnergy: Sendable, Hashable {
    /// Which meter or sensor.
    public let meter: MeterID
    /// The last telegram before the silence, by the meter's clock.
    public let from: UTCTime
    /// The first telegram after it.
    public let to: UTCTime
    /// What the registers gained in between; none where the meter was exchanged meanwhile, because
    /// nobody knows.
    public let amounts: [RegisterAmount]

    /// Puts it together.
    public init(meter: MeterID, from: UTCTime, to: UTCTime, amounts: [RegisterAmount]) {
        self.meter = meter
        self.from = from
        self.to = to
        self.amounts = amounts
    }

    /// Whether the amounts are in no row of this resolution, because the silence crosses a boundary
    /// or the clock fell back in it: the sum of the rows and these amounts is what the registers
    /// gained.
    public func isBeside(_ resolution: Resolution, _ calendar: PeriodCalendar) -> Bool {
        to < from || calendar.period(resolution, at: from).end < to
    }

    /// Both as one silence with the amounts of both: where the clock fell back, two may end in the
    /// same row.
    public func joined(_ other: MissingEnergy) -> MissingEnergy {
        var amounts = amounts
        for amount in other.amounts {
            if let place = amounts.firstIndex(where: { $0.name == amount.name }) {
                amounts[place].value = amounts[place].value.plus(amount.value)
            } else {
                amounts.append(amount)
            }
        }
        return MissingEnergy(
            meter: meter, from: min(from, other.from), to: max(to, other.to), amounts: amounts)
    }
}
