// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Readings

extension MeterEvent {
    /// The event that tells of missing frames: how many, from when to when, why, and what the
    /// registers gained.
    init(_ gap: TelegramGap) {
        var facts = [
            Reading(name: "missed", value: .number(FixedPoint(Int64(clamping: gap.count)))),
            Reading(
                name: "from_counter", value: .number(FixedPoint(Int64(gap.counters.lowerBound)))),
            Reading(name: "to_counter", value: .number(FixedPoint(Int64(gap.counters.upperBound)))),
            Reading(name: "to", value: .time(gap.to)),
            Reading(name: "cause", value: .text(gap.cause.rawValue)),
        ]
        if let from = gap.from { facts.append(Reading(name: "from", value: .time(from))) }
        if let energy = gap.energy.energyImport {
            facts.append(Reading(name: "energy_import_kwh", value: .number(energy)))
        }
        if let energy = gap.energy.energyExport {
            facts.append(Reading(name: "energy_export_kwh", value: .number(energy)))
        }
        self.init(meter: gap.meter, kind: .gapClosed, time: gap.to, facts: facts)
    }
}
