// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// Rows as comma-separated lines (RFC 4180), a page at a time.
///
/// The columns are those of the months in question: `start`, `end`, `quality`, `telegrams`, then for
/// each register `…_start`, `…_end`, `…_difference`, and for each measured value `…_mean`, `…_min`,
/// `…_max`, `…_last`. What is not known is empty. No field ever needs quotes.
struct SeriesCSV: Sendable {
    private let registers: [String]
    private let samples: [String]

    /// Takes the columns of rows.
    init(_ rows: [SeriesRow]) {
        var registers: [String] = []
        var samples: [String] = []
        for row in rows {
            for span in row.registers where !registers.contains(span.name) {
                registers.append(span.name)
            }
            for span in row.samples where !samples.contains(span.name) { samples.append(span.name) }
        }
        self.registers = registers
        self.samples = samples
    }

    /// The first line.
    var head: String {
        var fields = ["start", "end", "quality", "telegrams"]
        for name in registers { fields += ["\(name)_start", "\(name)_end", "\(name)_difference"] }
        for name in samples {
            fields += ["\(name)_mean", "\(name)_min", "\(name)_max", "\(name)_last"]
        }
        return fields.joined(separator: ",") + "\r\n"
    }

    /// Appends the line of a row.
    func write(_ row: SeriesRow, to bytes: inout [UInt8]) {
        row.period.start.write(to: &bytes)
        bytes.append(UInt8(ascii: ","))
        row.period.end.write(to: &bytes)
        bytes.append(contentsOf: ",\(row.quality.rawValue),\(row.telegrams)".utf8)
        for name in registers {
            let span = row.register(name)
            put([span?.start, span?.end, span?.difference], to: &bytes)
        }
        for name in samples {
            let span = row.sample(name)
            put([span?.mean, span?.minimum, span?.maximum, span?.last], to: &bytes)
        }
        bytes.append(contentsOf: "\r\n".utf8)
    }

    private func put(_ numbers: [FixedPoint?], to bytes: inout [UInt8]) {
        for number in numbers {
            bytes.append(UInt8(ascii: ","))
            number?.write(to: &bytes)
        }
    }
}
