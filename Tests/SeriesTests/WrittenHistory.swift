// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// What a roll-up gave out, kept as the store keeps it, but in memory.
struct WrittenHistory: Equatable {
    private var rows: [Resolution: [UTCTime: SeriesRow]] = [:]
    private var gaps: [MissingEnergy] = []

    /// Writes rows, then what is added to written ones.
    mutating func write(_ output: RollUpOutput) {
        for row in output.rows { rows[row.period.resolution, default: [:]][row.period.start] = row }
        for addition in output.additions {
            let period = addition.row.period
            let old = rows[period.resolution]?[period.start]
            rows[period.resolution, default: [:]][period.start] = addition.added(to: old)
        }
        gaps += output.gaps
    }

    /// The row that begins at a moment.
    func row(_ resolution: Resolution, at start: UTCTime) -> SeriesRow? { rows[resolution]?[start] }

    /// The roll-up as it goes on from what is written.
    func resumed(_ meter: MeterID, _ calendar: PeriodCalendar, _ tail: RollUpTail) -> RollUp {
        RollUp(
            meter, calendar, resuming: tail,
            rows: { resolution, period in
                let starts = rows[resolution, default: [:]].filter {
                    period.start <= $0.key && $0.key < period.end
                }
                return starts.values.sorted { $0.period.start < $1.period.start }
            },
            last: { resolution, time in
                rows[resolution, default: [:]].filter { $0.key < time }.max { $0.key < $1.key }?
                    .value
            })
    }
}
