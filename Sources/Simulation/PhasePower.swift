// SPDX-License-Identifier: Apache-2.0

/// What flows through one of three phases at one moment, in whole watts, vars and volts.
struct PhasePower: Sendable, Hashable {
    /// Watts from the grid; below 0 the house feeds the grid.
    var active: Int
    /// Vars from the grid, with the same sign.
    var reactive: Int
    /// Volts against neutral.
    var volts: Int

    /// Whole amperes, as the meter shows them.
    var amperes: Int { (PhasePower.apparent(active, reactive) + volts / 2) / volts }

    /// The apparent power of an active and a reactive one, rounded down.
    static func apparent(_ active: Int, _ reactive: Int) -> Int {
        let square = active * active + reactive * reactive
        var root = Int(Double(square).squareRoot())
        while root * root > square { root -= 1 }
        while (root + 1) * (root + 1) <= square { root += 1 }
        return root
    }
}
