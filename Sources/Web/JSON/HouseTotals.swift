// SPDX-License-Identifier: Apache-2.0
import Readings

/// Sums over meters: power of those that are available, energy of all that have a day.
struct HouseTotals: Sendable, Hashable {
    private(set) var powerImport: FixedPoint?
    private(set) var powerExport: FixedPoint?
    private(set) var energyImportToday: FixedPoint?
    private(set) var energyExportToday: FixedPoint?
    /// Whether the energy is all that passed today; if not, it is the least.
    private(set) var isEnergyWhole = true
    /// How many meters are in the power.
    private(set) var meters = 0

    init(_ items: [LiveItem], days: [MeterID: DayRecord]) {
        for item in items where item.profile.kind == .meter && item.profile.isEnabled {
            let day = days[item.profile.id]
            // What a register has counted stays counted when the meter falls silent.
            energyImportToday = HouseTotals.sum(energyImportToday, day?.energyImport(item.latest))
            energyExportToday = HouseTotals.sum(energyExportToday, day?.energyExport(item.latest))
            isEnergyWhole = isEnergyWhole && item.isAvailable && day?.isWhole(item.latest) == true
            guard item.isAvailable, let latest = item.latest else { continue }
            meters += 1
            powerImport = HouseTotals.sum(powerImport, latest["power_import_kw"])
            powerExport = HouseTotals.sum(powerExport, latest["power_export_kw"])
        }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.fieldOrNull("power_import_kw", powerImport)
            json.fieldOrNull("power_export_kw", powerExport)
            json.fieldOrNull(
                "power_net_kw", powerImport.flatMap { $0.subtracting(powerExport ?? FixedPoint(0)) }
            )
            json.fieldOrNull("energy_import_today_kwh", energyImportToday)
            json.fieldOrNull("energy_export_today_kwh", energyExportToday)
            json.field("energy_today_is_whole", isEnergyWhole)
            json.field("meters", meters)
        }
    }

    private static func sum(_ one: FixedPoint?, _ other: FixedPoint?) -> FixedPoint? {
        guard let one else { return other }
        guard let other else { return one }
        // one + other, exactly; a sum that does not fit 64 bits is none of a house.
        return one.subtracting(FixedPoint(-other.mantissa, decimals: other.decimals)) ?? one
    }
}
