// SPDX-License-Identifier: Apache-2.0
import Readings

// Meters that are replaced.
extension RollUp {
    /// Begins the first epoch, ends one and begins the next, or learns the meter's name.
    mutating func noteEquipment(
        _ observation: Observation, _ registers: [RegisterAmount], at time: UTCTime, isOther: Bool
    ) {
        guard observation.place != nil else { return }
        if var epoch = tail.epoch {
            guard isOther || observation.equipment != nil else { return }
            if isOther {
                epoch.isClosed = true
                epoch.to = tail.time ?? time
                epoch.closing = tail.registers
            } else {
                epoch.equipment = observation.equipment
            }
            output.epochs.append(epoch)
            guard isOther else {
                tail.epoch = epoch
                return
            }
        }
        let epoch = EquipmentEpoch(
            meter: meter, number: (tail.epoch?.number ?? 0) + 1, equipment: observation.equipment,
            from: time, to: time, opening: registers, closing: registers)
        output.epochs.append(epoch)
        tail.epoch = epoch
    }
}
