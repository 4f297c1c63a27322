// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// A meter's or sensor's day so far: where its registers stood when it began, and its curve.
struct DayRecord: Sendable {
    let start: UTCTime
    let end: UTCTime
    private let energyImport: RegisterSpan?
    private let energyExport: RegisterSpan?
    private let curve: [SeriesRow]
    /// Whether nothing of the time before the latest telegram is left out.
    let isWhole: Bool

    /// Puts it together of the day's row, its quarter-hours and its silences.
    init(
        _ period: Period, day: SeriesRow?, quarterHours: [SeriesRow], silences: [MissingEnergy]
    ) {
        start = period.start
        end = period.end
        energyImport = day?.register("energy_import_kwh")
        energyExport = day?.register("energy_export_kwh")
        curve = quarterHours
        // The day is not over, so that its end is open in any case.
        let isSeen = day.map { $0.telegrams > 0 && !$0.edges.contains(.startsOpen) } ?? false
        // What passed while a meter was exchanged, nobody knows.
        isWhole = isSeen && silences.allSatisfy { !$0.amounts.isEmpty }
    }

    /// What was taken from the grid today, up to the latest telegram.
    func energyImport(_ latest: LatestReadings?) -> FixedPoint? {
        DayRecord.gained(energyImport, latest?["energy_import_kwh"])
    }

    /// What was given to the grid today, up to the latest telegram.
    func energyExport(_ latest: LatestReadings?) -> FixedPoint? {
        DayRecord.gained(energyExport, latest?["energy_export_kwh"])
    }

    /// Writes it as the schema Today says; the energy of a meter that is silent now is not whole.
    func write(
        to json: inout JSONWriter, latest: LatestReadings?, isCurrent: Bool, withCurve: Bool
    ) {
        json.object { json in
            json.field("start", start)
            json.fieldOrNull("energy_import_kwh", energyImport(latest))
            json.fieldOrNull("energy_export_kwh", energyExport(latest))
            json.field("is_whole", isWhole && isCurrent)
            if withCurve { json.object("curve") { writeCurve(to: &$0) } }
        }
    }

    private func writeCurve(to json: inout JSONWriter) {
        json.array("start") { json in
            for row in curve { json.time(row.period.start) }
        }
        json.object("values") { json in
            for name in names {
                json.array(name) { json in
                    for row in curve { json.numberOrNull(row.sample(name)?.mean) }
                }
            }
        }
    }

    /// Of a meter only power makes a curve that one looks at; of a sensor, everything.
    private var names: [String] {
        var names: [String] = []
        for row in curve {
            for sample in row.samples where !names.contains(sample.name) {
                names.append(sample.name)
            }
        }
        let power = names.filter { $0 == "power_import_kw" || $0 == "power_export_kw" }
        return power.isEmpty ? names : power
    }

    /// What a register has gained; by the last row alone when the meter was exchanged today.
    private static func gained(_ span: RegisterSpan?, _ now: FixedPoint?) -> FixedPoint? {
        guard let span else { return nil }
        guard let now, let since = now.subtracting(span.end), since.mantissa >= 0 else {
            return span.difference
        }
        return span.difference.subtracting(
            FixedPoint(-since.mantissa, decimals: since.decimals))
    }
}
