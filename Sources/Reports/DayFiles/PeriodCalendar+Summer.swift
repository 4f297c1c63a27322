// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Series

extension PeriodCalendar {
    /// Whether summer time is in force.
    func isSummer(at time: UTCTime) -> Bool {
        timeZone.isDaylightSavingTime(
            for: Date(timeIntervalSince1970: Double(time.seconds)))
    }
}
