// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a meter said of itself at a moment: its name and its registers.
public struct Standing: Sendable, Hashable {
    /// The moment it counts for.
    public let time: UTCTime
    /// The meter's own name or system title; `nil` if it does not say.
    public let equipment: String?
    /// Its registers.
    public let registers: [RegisterAmount]

    /// Puts it together.
    public init(time: UTCTime, equipment: String?, registers: [RegisterAmount]) {
        self.time = time
        self.equipment = equipment
        self.registers = registers
    }

    /// How far a clock may leap while the gateway's does not.
    private static let leap: Int64 = 900_000

    /// Whether one and the same meter can have come here from there: its clock did not fall back, or
    /// leap by a quarter of an hour to as far ahead of the moment of receipt, and no register fell,
    /// or rose by more than a hundred units an hour.
    ///
    /// A hundred kilowatts are more than a house's fuses let through, a hundred cubic metres an hour
    /// more than its pipes.
    func follows(_ before: Standing, received: UTCTime) -> Bool {
        if let old = before.equipment, let new = equipment, old != new { return false }
        let elapsed = time.milliseconds - before.time.milliseconds
        guard elapsed >= 0 else { return false }
        let ahead = time.milliseconds - received.milliseconds
        guard elapsed <= Standing.leap || ahead <= Standing.leap else { return false }
        let hundredAnHour = FixedPoint(elapsed / 36, decimals: 3)
        return registers.allSatisfy { register in
            guard let old = before.registers[register.name] else { return true }
            let slack = Standing.slack(register.name)
            let room = hundredAnHour.isLess(than: slack) ? slack : hundredAnHour
            return !register.value.plus(slack).isLess(than: old)
                && !room.isLess(than: register.value.minus(old))
        }
    }

    /// How many units a register that nothing checks may be off without being doubted: an error that
    /// the next telegram takes back.
    ///
    /// The meter's own energy grows with every telegram. What hangs behind it is read once an hour,
    /// and then takes the step of an hour at once: ten cubic metres or gigajoules, a hundred
    /// kilowatt-hours.
    static func slack(_ name: String) -> FixedPoint {
        if Quantity.isOwnEnergy(name) { return FixedPoint(1) }
        return FixedPoint(name.hasSuffix("_kwh") ? 100 : 10)
    }
}
