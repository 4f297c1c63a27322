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

    /// A register that nothing checks may be off by so many units without being doubted: an error
    /// of its last digits, which the next telegram takes back.
    private static let slack = FixedPoint(1)

    /// Whether one and the same meter can have come here from there: its clock did not fall back, and
    /// no register fell, or rose by more than a hundred units an hour.
    ///
    /// A hundred kilowatts are more than a house's fuses let through, a hundred cubic metres an hour
    /// more than its pipes.
    func follows(_ before: Standing) -> Bool {
        if let old = before.equipment, let new = equipment, old != new { return false }
        let elapsed = time.milliseconds - before.time.milliseconds
        guard elapsed >= 0 else { return false }
        let hundredAnHour = FixedPoint(elapsed / 36, decimals: 3)
        let room = hundredAnHour.isLess(than: Standing.slack) ? Standing.slack : hundredAnHour
        return registers.allSatisfy { register in
            guard let old = before.registers[register.name] else { return true }
            return !Standing.fell(from: old, to: register.value, isChecked: false)
                && !room.isLess(than: register.value.minus(old))
        }
    }

    /// Whether a register began anew; where nothing checks it, a fall of its last digits is the end
    /// of an error.
    static func fell(from old: FixedPoint, to new: FixedPoint, isChecked: Bool) -> Bool {
        (isChecked ? new : new.plus(slack)).isLess(than: old)
    }
}
