// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Series

/// The minutes of the day at which reports are drawn and day files written: what else takes long on
/// the disk keeps away from them.
struct ReportTimes: Sendable {
    /// How long before and after them, in minutes.
    private static let distance = (before: 10, after: 30)
    private static let day = 1_440

    private let calendar: PeriodCalendar
    private var minutes: [Int] = []

    /// The times of a configuration; `nil` when the system does not know its time zone.
    init?(_ configuration: GatewayConfiguration) {
        guard let calendar = PeriodCalendar(configuration.gateway.timeZone) else { return nil }
        self.calendar = calendar
        take(configuration.reports)
    }

    /// Takes over other reports; the time zone stays that of the start.
    mutating func take(_ reports: [ReportConfiguration]) {
        // What a day leaves behind is made at its end.
        minutes = [0] + reports.map(\.at.minuteOfDay)
    }

    /// Whether it is one of them, soon or just over.
    func isNear(_ time: UTCTime) -> Bool {
        let local = calendar.local(time)
        let now = local.hour * 60 + local.minute
        return minutes.contains { minute in
            let since = (now - minute + ReportTimes.day) % ReportTimes.day
            return since < ReportTimes.distance.after
                || ReportTimes.day - since <= ReportTimes.distance.before
        }
    }
}
