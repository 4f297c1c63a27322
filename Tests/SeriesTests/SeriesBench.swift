// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import Testing

@testable import History

/// One meter's telegrams from a moment on, and what its history must hold of them.
protocol SeriesBench {
    var meter: MeterID { get }
    var start: UTCTime { get }
}

extension SeriesBench {
    /// A telegram every five minutes, a watt-hour each, by a clock that `ahead` puts wrong for a while.
    func telegrams(_ range: Range<Int64>, ahead: Int64 = 0) -> [TelegramRecord] {
        range.map { index in
            .small(
                meter, UInt32(index + 1), at: start.plus(index * 300 + ahead),
                [("energy_import_kwh", 1_000 + index), ("power_import_kw", index % 7)])
        }
    }

    /// Expects at each resolution so many telegrams, and a watt-hour for each but the first if `sums`.
    func expect(_ count: Int64, in history: TestedHistory, sums: Bool = true) throws {
        let contents = try history.everything(meter)
        for resolution in Resolution.allCases {
            let rows = contents.rows.filter { $0.period.resolution == resolution }
            let beside = contents.gaps.filter { $0.isBeside(resolution, history.reader.calendar) }
            let sum =
                rows.reduce(0) { $0 + ($1.register("energy_import_kwh")?.difference.mantissa ?? 0) }
                + beside.reduce(0) { $0 + ($1.amounts["energy_import_kwh"]?.mantissa ?? 0) }
            #expect(rows.reduce(0) { $0 + $1.telegrams } == Int(count), "\(resolution)")
            if sums { #expect(sum == count - 1, "\(resolution)") }
        }
    }
}
