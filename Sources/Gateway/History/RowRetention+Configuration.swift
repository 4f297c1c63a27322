// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History

extension RowRetention {
    /// How long rows are kept by the section `gateway`.
    init(_ retention: SeriesRetention) {
        self.init(
            minutes: retention.minutes, quarterHours: retention.quarterHours,
            hours: retention.hours, days: retention.days, months: retention.months)
    }
}
