// SPDX-License-Identifier: Apache-2.0
import Readings

/// Writes rows as comma-separated values after RFC 4180: a head, lines ended by CR LF, and quotes
/// where a text needs them.
public struct CSVWriter: Sendable {
    private let columns: ExportColumns
    private let calendar: PeriodCalendar

    /// Writes these columns, with local times of the calendar's zone.
    public init(_ columns: ExportColumns, calendar: PeriodCalendar) {
        self.columns = columns
        self.calendar = calendar
    }

    /// The line with the names of the columns.
    public var head: [UInt8] {
        var names = ["meter", "start_utc", "end_utc", "start_local", "end_local", "quality"]
        names += ["telegrams"]
        for name in columns.registers {
            names += ["\(name)_start", "\(name)_end", "\(name)_difference"]
        }
        for name in columns.samples {
            names += ["\(name)_min", "\(name)_mean", "\(name)_max", "\(name)_last"]
            if Quantity.isLevel(name) { names += ["\(name)_gain", "\(name)_use"] }
        }
        names += ["unseen_from_utc", "unseen_to_utc"] + columns.registers.map { "\($0)_unseen" }
        return CSVWriter.line(names)
    }

    /// One row; what the meter did not say is empty.
    public func line(_ exported: ExportedRow) -> [UInt8] {
        let row = exported.row
        var fields = [
            row.meter.text, "\(row.period.start)", "\(row.period.end)",
            "\(calendar.local(row.period.start))", "\(calendar.local(row.period.end))",
            row.quality.rawValue, "\(row.telegrams)",
        ]
        func put(_ number: FixedPoint?) { fields.append(number.map { "\($0)" } ?? "") }
        for name in columns.registers {
            let span = row.register(name)
            put(span?.start)
            put(span?.end)
            put(span?.difference)
        }
        for name in columns.samples {
            let span = row.sample(name)
            put(span?.minimum)
            put(span?.mean)
            put(span?.maximum)
            put(span?.last)
            if Quantity.isLevel(name) {
                put(span?.gain)
                put(span?.use)
            }
        }
        fields.append(exported.unseen.map { "\($0.from)" } ?? "")
        fields.append(exported.unseen.map { "\($0.to)" } ?? "")
        for name in columns.registers { put(exported.unseen?.amounts[name]) }
        return CSVWriter.line(fields)
    }

    /// Fields with commas between them.
    static func line(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if field.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) {
                let doubled = field.replacing("\"", with: "\"\"")
                bytes += "\"\(doubled)\"".utf8
            } else {
                bytes += field.utf8
            }
        }
        return bytes + [0x0D, 0x0A]
    }
}
