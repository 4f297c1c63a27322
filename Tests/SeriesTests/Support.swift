// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series
import Testing

extension PeriodCalendar {
    /// The zone most tests are in.
    static func luxembourg() throws -> PeriodCalendar {
        try #require(PeriodCalendar("Europe/Luxembourg"))
    }
}

extension UTCTime {
    /// A moment as ISO 8601 in UTC with seconds.
    init?(_ text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self.init(seconds: Int64(date.timeIntervalSince1970))
    }

    /// Later by some seconds.
    func plus(_ seconds: Int64) -> UTCTime {
        UTCTime(milliseconds: milliseconds + seconds * 1_000)
    }
}

extension FixedPoint {
    /// A register in kWh by its Wh.
    static func wattHours(_ number: Int64) -> FixedPoint { FixedPoint(number, decimals: 3) }
}

extension MeterID {
    /// A meter of the tests.
    static func named(_ text: String) throws -> MeterID { try #require(MeterID(text)) }
}
