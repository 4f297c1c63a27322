// SPDX-License-Identifier: Apache-2.0
import Readings

/// Watches an energy register, which only grows, and by no more than a house can use.
///
/// A value that falls or leaps is suspect, and so are those that follow from it, until three more
/// bear it out; one that goes on where the register was before makes it a mistake.
struct RegisterWatch: Sendable {
    /// A year of a large household, in kWh.
    private static let leap = FixedPoint(10_000)
    /// How many values have to bear out a suspect one.
    private static let witnesses = 3

    private var trusted: FixedPoint?
    private var candidate: (value: FixedPoint, followers: Int)?

    /// Takes the register's next value; whether it is suspect.
    mutating func isSuspect(_ value: FixedPoint) -> Bool {
        guard let before = trusted else {
            trusted = value
            return false
        }
        if RegisterWatch.follows(value, before) {
            trusted = value
            candidate = nil
            return false
        }
        guard let other = candidate, RegisterWatch.follows(value, other.value) else {
            candidate = (value, 0)
            return true
        }
        guard other.followers + 1 >= RegisterWatch.witnesses else {
            candidate = (value, other.followers + 1)
            return true
        }
        trusted = value
        candidate = nil
        return false
    }

    private static func follows(_ value: FixedPoint, _ before: FixedPoint) -> Bool {
        guard let gain = value.subtracting(before), gain.mantissa >= 0,
            let room = leap.subtracting(gain)
        else { return false }
        return room.mantissa >= 0
    }
}
