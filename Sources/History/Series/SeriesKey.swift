// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// Where a row stands in the table `series`: meter, resolution and start in one number.
///
/// meter ×23 bits | resolution ×3 | minutes since 1970 ×37. As the table is kept in the order of this
/// number, a stretch of one series lies in neighbouring pages and needs no index.
struct SeriesKey: Sendable, Hashable {
    private static let minuteBits: Int64 = 37
    private static let meterBits: Int64 = 40
    /// The number of a meter is below it.
    static let meters: Int64 = 1 << 23
    /// After every period that a key can tell, in the year 263,000.
    static let end = UTCTime(milliseconds: (1 << minuteBits - 1) * 60_000)

    let number: Int64

    init(_ meter: Int64, _ resolution: Resolution, _ start: UTCTime) {
        let minute = max(0, start.milliseconds / 60_000)
        number =
            meter << SeriesKey.meterBits | Int64(resolution.rank) << SeriesKey.minuteBits | minute
    }

    init(_ number: Int64) { self.number = number }

    /// Where the period begins.
    var start: UTCTime {
        UTCTime(milliseconds: (number & (1 << SeriesKey.minuteBits - 1)) * 60_000)
    }

    /// All keys of one series.
    static func all(_ meter: Int64, _ resolution: Resolution) -> ClosedRange<Int64> {
        let first = SeriesKey(meter, resolution, UTCTime(milliseconds: 0)).number
        return first...first | (1 << minuteBits - 1)
    }
}
