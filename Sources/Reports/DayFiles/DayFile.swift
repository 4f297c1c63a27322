// SPDX-License-Identifier: Apache-2.0
import Readings
public import Series

/// The text file with a meter's day, a line for each minute in which it spoke.
///
/// A line carries the last second of its minute, so that all lines of a day have its date. The
/// layouts are described byte by byte in `docs/reports.md`.
public struct DayFile: Sendable {
    /// Which register the lines are about.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// From the grid.
        case taken = "import"
        /// To the grid.
        case given = "export"
    }

    private let calendar: PeriodCalendar
    private let day: Period

    /// The file of a day.
    public init(_ day: Period, calendar: PeriodCalendar) {
        self.day = day
        self.calendar = calendar
    }

    /// Its name without a folder: `2026_11_22.min`, with `_p1` for what was given to the grid;
    /// `22_11_26.txt` in the other layout.
    public func name(_ layout: DayFileLayout, _ direction: Direction = .taken) -> String {
        let date = calendar.local(day.start)
        let (month, number) = (DayFile.two(date.month), DayFile.two(date.day))
        switch layout {
        case .original:
            return "\(date.year)_\(month)_\(number)\(direction == .given ? "_p1" : "").min"
        case .teensy: return "\(number)_\(month)_\(DayFile.two(date.year % 100)).txt"
        }
    }

    /// The lines in the layout of the first logger; empty when the meter did not speak.
    ///
    /// The energy since midnight goes on across silences and an exchange of the meter, as the
    /// history adds rows up.
    public func original(_ minutes: [SeriesRow], _ direction: Direction = .taken) -> String {
        let name = "energy_\(direction.rawValue)_kwh"
        var text = ""
        var sum: SeriesRow?
        for row in minutes where row.quality != .missing {
            guard let span = row.register(name) else { continue }
            var reached = sum ?? SeriesRow(meter: row.meter, period: day)
            reached.append(SeriesRow(meter: row.meter, period: row.period, registers: [span]))
            sum = reached
            let since = reached.register(name)?.difference ?? span.difference
            text += "\(date(row)) \(time(row)) \(span.end) \(since) \(power(row, direction))\n"
        }
        return text
    }

    /// The lines in the layout of the board with five ports, with the distances of the tank's
    /// minutes; empty when the meter did not speak.
    public func teensy(_ minutes: [SeriesRow], tank: [SeriesRow] = []) -> String {
        var distances: [UTCTime: FixedPoint] = [:]
        for row in tank {
            distances[row.period.start] = row.sample("distance_cm")?.last
        }
        let registers = [
            ("energy_import_kwh", "kWh"), ("energy_export_kwh", "kWh"),
            ("reactive_energy_import_kvarh", "kvarh"), ("reactive_energy_export_kvarh", "kvarh"),
        ]
        return minutes.filter { $0.quality != .missing }.map { row in
            let stamps = [row.meter.text, stamp(row)]
            let numbers = registers.map { name, unit in
                row.register(name).map { "\(DayFile.padded($0.end))*\(unit)" } ?? ""
            }
            // The board wrote 999 when the sensor did not answer.
            let tank = distances[row.period.start].map { "\($0)" } ?? "999"
            return (stamps + numbers + [tank]).joined(separator: "\t") + "\n"
        }.joined()
    }

    // MARK: Fields

    private func last(_ row: SeriesRow) -> LocalTime {
        calendar.local(UTCTime(seconds: row.period.end.seconds - 1))
    }

    private func date(_ row: SeriesRow) -> String {
        let time = last(row)
        return "\(DayFile.two(time.day)).\(DayFile.two(time.month)).\(DayFile.two(time.year % 100))"
    }

    private func time(_ row: SeriesRow) -> String {
        let time = last(row)
        return [time.hour, time.minute, time.second].map(DayFile.two).joined(separator: ":")
    }

    /// The meter's own way to write a time, `261122000059W`: S in summer, W in winter.
    private func stamp(_ row: SeriesRow) -> String {
        let end = UTCTime(seconds: row.period.end.seconds - 1)
        let time = last(row)
        let date = [time.year % 100, time.month, time.day, time.hour, time.minute, time.second]
        return date.map(DayFile.two).joined() + (calendar.isSummer(at: end) ? "S" : "W")
    }

    /// The mean power in W: as measured, or else from the register.
    private func power(_ row: SeriesRow, _ direction: Direction) -> FixedPoint {
        guard let mean = DayPicture.power(row, direction.rawValue) else { return FixedPoint(0) }
        let watts = mean.timesPowerOfTen(3) ?? FixedPoint(0)
        return row.sample("power_\(direction.rawValue)_kw") == nil ? watts.rounded(to: 0) : watts
    }

    /// Six digits before the point at least, as meters send registers.
    private static func padded(_ number: FixedPoint) -> String {
        let parts = "\(number)".split(separator: ".", maxSplits: 1)
        let zeros = String(repeating: "0", count: max(0, 6 - parts[0].count))
        return zeros + parts.joined(separator: ".")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
