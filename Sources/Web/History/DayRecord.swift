// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// A meter's or sensor's day so far: where its registers stood when it began, and its curve.
struct DayRecord: Sendable {
    let start: UTCTime
    let end: UTCTime
    /// Whose registers these are; `nil` if the meter does not say.
    private let equipment: String?
    private let energyImport: RegisterSpan?
    private let energyExport: RegisterSpan?
    private let curve: [SeriesRow]
    /// Whether nothing of the time before the day's row ends is left out.
    private let isSeenWhole: Bool

    /// Puts it together of the day's row, its quarter-hours and its silences; `equipment` is the
    /// meter that the row ends with.
    init(
        _ period: Period, day: SeriesRow?, quarterHours: [SeriesRow], silences: [MissingEnergy],
        equipment: String?
    ) {
        start = period.start
        end = period.end
        self.equipment = equipment
        energyImport = day?.register("energy_import_kwh")
        energyExport = day?.register("energy_export_kwh")
        curve = quarterHours
        // The day is not over, so that its end is open in any case.
        let isSeen = day.map { $0.telegrams > 0 && !$0.edges.contains(.startsOpen) } ?? false
        // What passed while a meter was exchanged, nobody knows.
        isSeenWhole = isSeen && silences.allSatisfy { !$0.amounts.isEmpty }
    }

    /// What was taken from the grid today, up to the latest telegram.
    func energyImport(_ latest: LatestReadings?) -> FixedPoint? {
        gained(energyImport, latest)
    }

    /// What was given to the grid today, up to the latest telegram.
    func energyExport(_ latest: LatestReadings?) -> FixedPoint? {
        gained(energyExport, latest)
    }

    /// Whether nothing of the time before the latest telegram is left out.
    func isWhole(_ latest: LatestReadings?) -> Bool {
        isSeenWhole && goesOn(latest)
            && [energyImport, energyExport].allSatisfy { span in
                span.flatMap { since($0, latest) }.map { $0.mantissa >= 0 } ?? true
            }
    }

    /// Writes it as the schema Today says; the energy of a meter that is silent now is not whole.
    func write(
        to json: inout JSONWriter, latest: LatestReadings?, isCurrent: Bool, withCurve: Bool
    ) {
        json.object { json in
            json.field("start", start)
            json.fieldOrNull("energy_import_kwh", energyImport(latest))
            json.fieldOrNull("energy_export_kwh", energyExport(latest))
            json.field("is_whole", isWhole(latest) && isCurrent)
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

    /// What a register has gained; by the day's row alone where the latest telegram does not go on
    /// from it.
    private func gained(_ span: RegisterSpan?, _ latest: LatestReadings?) -> FixedPoint? {
        guard let span else { return nil }
        guard goesOn(latest), let since = since(span, latest), since.mantissa >= 0 else {
            return span.difference
        }
        return span.difference.subtracting(
            FixedPoint(-since.mantissa, decimals: since.decimals))
    }

    /// How far a register stands above the end of the day's row.
    private func since(_ span: RegisterSpan, _ latest: LatestReadings?) -> FixedPoint? {
        latest?[span.name].flatMap { $0.subtracting(span.end) }
    }

    /// Whether the latest telegram comes from the meter that the day's row ends with: the registers
    /// of two meters have nothing to do with each other.
    private func goesOn(_ latest: LatestReadings?) -> Bool {
        guard let equipment, let other = latest?.equipment else { return true }
        return equipment == other
    }
}
